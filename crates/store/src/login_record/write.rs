//! The statements that belong to the audit record of a decision.

use cora_core::DecideInput;
use cora_core::email::EmailAddress;
use cora_core::provisioning::code::ReasonCode;
use cora_core::provisioning::decision::Decision;
use cora_core::provisioning::plan::Effect;
use cora_core::provisioning::pseudonym::sample;

use super::LoginRecording;
use crate::error::StoreError;
use crate::sql::{seconds, sql};
use crate::step::Step;

/// Maximum size of a sample, in bytes. A login with more facts is not a sample (our decision: it is
/// one with hundreds of groups or memberships, and samples are many).
const MAX_SAMPLE_BYTES: usize = 4096;

/// Builds the steps that write the details of a decision and its sample, if the decision is put on
/// record. A decision that is on record already keeps what it has.
pub(crate) fn details(
    recording: &LoginRecording,
    input: &DecideInput,
    decision: &Decision,
) -> Result<Vec<Step>, StoreError> {
    let record = decision.plan.effects.iter().find_map(|effect| match effect {
        Effect::RecordAudit { audit_id, at, user_id, .. } => Some((audit_id, at, user_id)),
        _ => None,
    });
    let Some((audit_id, at, user_id)) = record else { return Ok(Vec::new()) };
    let unreadable = |source| StoreError::Unreadable { what: "trace of a decision", source };
    let trace = serde_json::to_string(&decision.trace).map_err(unreadable)?;
    // SECURITY: after a person is gone, nothing new stands for them.
    let is_gone = decision.reason == ReasonCode::UserDeprovisioned;
    let key = recording.key.as_ref().filter(|_| !is_gone);
    let email = input.login.email.as_ref().and_then(|email| EmailAddress::parse(email.as_str()).ok());
    let address_key = key.zip(email).and_then(|(key, email)| key.of_address(email.as_canonical()).into_iter().next());
    let user_id = user_id.map(|user| user.to_string());
    let details = sql!(
        "INSERT INTO login_details (audit_id, at, user_id, policy_version, connection_version, address_key, trace)
         VALUES (@id(?1), @time(?2), @id(?3), ?4, ?5, ?6, @json(?7))
         ON CONFLICT (audit_id) DO NOTHING"
    );
    let details = details.bind(audit_id.to_string()).bind(seconds(*at)).bind(user_id.clone());
    let details = details.bind(input.policy.version).bind(input.connection.version);
    let mut steps = vec![Step::part(details.bind(address_key).bind(trace))];
    if let Some(key) = key.filter(|_| recording.keeps_samples) {
        let document = serde_json::to_string(&sample(input, key)).map_err(unreadable)?;
        if document.len() <= MAX_SAMPLE_BYTES {
            let sample = sql!(
                "INSERT INTO login_samples (audit_id, at, user_id, document)
                 VALUES (@id(?1), @time(?2), @id(?3), @json(?4)) ON CONFLICT (audit_id) DO NOTHING"
            );
            let sample = sample.bind(audit_id.to_string()).bind(seconds(*at)).bind(user_id);
            steps.push(Step::part(sample.bind(document)));
        }
    }
    Ok(steps)
}

# Cora's decision on a newcomer by invitation and by domain, for Rego.
package login

import rego.v1

decision := {"reason": reason, "memberships": invited | joined}

default reason := "no_matching_strategy"

reason := "invitation_accepted" if count(invited) > 0

reason := "domain_admits" if {
	count(invited) == 0
	count(joined) > 0
}

invited contains invitation.organizationId if {
	input.emailVerified
	some invitation in input.invitations
	invitation.status == "pending"
	invitation.email == input.email
	input.now < invitation.expiresAt
	invitation.inviter.status == "active"
	may_invite(invitation.inviter.organizationRole, invitation.role)
	takes_in(input.organizations[invitation.organizationId])
}

# The most specific rule comes first.
applying := [rule |
	some rule in input.domainRules
	rule.state == "verified"
	rule.class == "company"
	matches(rule)
]

joined contains rule.organizationId if {
	input.emailVerified
	rule := applying[0]
	rule.enrollmentMode == "automatic_membership"
	rule.verification == "ownership"
	takes_in(input.organizations[rule.organizationId])
}

may_invite(inviter, role) if inviter == "org_owner"

may_invite(inviter, role) if {
	inviter == "org_admin"
	role != "org_owner"
}

takes_in(organization) if {
	organization.status == "active"
	organization.seatsUsed < organization.seatLimit
}

takes_in(organization) if {
	organization.status == "active"
	not organization.seatLimit
}

matches(rule) if rule.name == input.domain

# Only a wildcard has a suffix: its name with a dot before it.
matches(rule) if endswith(input.domain, rule.suffix)

//! `cora user`, `recovery`, `audit`, `doctor`, `backup`, `restore`, `export` and `import`, as the
//! operator uses them.

mod support;

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::Output;

use support::{Place, ends, json, refused, stderr, stdout};

const SEED: &str = r#"{
  "organizations": [{ "id": "00000000-0000-7000-8000-0000000000a1", "name": "Acme", "slug": "acme" }],
  "connections": [{
    "id": "00000000-0000-7000-8000-0000000000c1", "kind": "oidc", "displayName": "Sign-in",
    "issuer": "https://login.acme.example", "status": "active", "clientId": "web", "audiences": ["https://api.acme.example"],
    "jwksUri": "https://login.acme.example/keys"
  }],
  "users": [
    { "id": "00000000-0000-7000-8000-000000000001", "email": "olga@acme.example", "name": "Olga", "emailVerified": true,
      "platformRole": "platform_owner",
      "identities": [{ "connectionId": "00000000-0000-7000-8000-0000000000c1", "subject": "olga" }],
      "memberships": [{ "organizationId": "00000000-0000-7000-8000-0000000000a1", "role": "org_owner" }] },
    { "id": "00000000-0000-7000-8000-000000000002", "email": "ben@acme.example", "name": "Benedikt Novák", "emailVerified": true,
      "identities": [{ "connectionId": "00000000-0000-7000-8000-0000000000c1", "subject": "ben-00u7" }],
      "memberships": [{ "organizationId": "00000000-0000-7000-8000-0000000000a1", "role": "org_user" }] }
  ]
}"#;

struct Platform(Place);

impl Platform {
    fn new() -> Self {
        let place = Place::new();
        place.file("seed.json", SEED);
        ends(&place.cora(&["migrate", "--database", "cora.db"]).output().unwrap(), 0);
        ends(&place.cora(&["seed", "--database", "cora.db", "seed.json"]).output().unwrap(), 0);
        Self(place)
    }

    fn run(&self, words: &[&str]) -> Output {
        self.of("cora.db", words)
    }

    fn of(&self, database: &str, words: &[&str]) -> Output {
        self.0.cora(words).env("CORA_DATABASE", database).output().unwrap()
    }
}

#[test]
fn a_person_is_shown_changed_exported_and_erased() {
    let platform = Platform::new();
    let shown = json(&platform.run(&["user", "show", "ben@acme.example", "--format", "json"]));
    assert_eq!(shown["identities"][0]["subject"], "ben-00u7");
    assert_eq!(shown["memberships"][0]["role"], "org_user");
    assert!(stdout(&platform.run(&["user", "show", "ben@acme.example"])).contains("identity    ben-00u7 at https://"));

    let dry = platform.run(&["user", "grant", "ben@acme.example", "--role", "platform_owner", "--dry-run"]);
    ends(&dry, 0);
    assert!(stdout(&dry).starts_with("dry run, done: ") && stdout(&dry).contains("platform_user"), "{}", stdout(&dry));
    let grant = ["user", "grant", "ben@acme.example", "--role", "platform_owner", "--reason", "the owners left"];
    assert!(stdout(&platform.run(&grant)).contains("active platform_owner"));
    assert!(stdout(&platform.run(&grant)).starts_with("unchanged: "));
    assert!(stdout(&platform.run(&["user", "grant", "ben@acme.example", "--role", "platform_user"])).contains("done"));
    refused(&platform.run(&["user", "suspend", "olga@acme.example"]), "last_platform_owner", 1);
    assert!(stdout(&platform.run(&["user", "suspend", "ben@acme.example"])).contains("suspended"));
    assert!(stdout(&platform.run(&["user", "resume", "ben@acme.example"])).contains("active"));
    ends(&platform.run(&["user", "sign-out", "ben@acme.example"]), 0);
    refused(&platform.run(&["user", "show", "nobody@acme.example"]), "user_not_found", 1);
    refused(&platform.run(&["user", "show", "ben"]), "invalid_id", 2);

    let exported = json(&platform.run(&["user", "export", "ben@acme.example"]));
    assert_eq!(exported["tables"]["profiles"][0]["full_name"], "Benedikt Novák");
    refused(&platform.run(&["user", "erase", "olga@acme.example"]), "last_platform_owner", 1);
    let id = shown["userId"].as_str().unwrap();
    let dry = stdout(&platform.run(&["user", "erase", id, "--dry-run"]));
    assert!(dry.contains("held in profiles.email: 1 rows"), "{dry}");
    let erased = platform.run(&["user", "erase", id, "--reason", "request 4711"]);
    ends(&erased, 0);
    assert_eq!(stderr(&erased), "");
    let database = String::from_utf8_lossy(&std::fs::read(platform.0.path("cora.db")).unwrap()).into_owned();
    let export = stdout(&platform.run(&["export", "-"]));
    for text in ["ben@acme.example", "Benedikt", "ben-00u7"] {
        assert!(!export.contains(text), "{text}");
    }
    drop(database);
    ends(&platform.run(&["audit", "chain"]), 0);
    let verified = platform.run(&["audit", "verify"]);
    ends(&verified, 0);
    let head = stdout(&verified).lines().next().unwrap().trim_start_matches("head ").to_owned();
    ends(&platform.run(&["audit", "verify", "--expect", &head]), 0);
    ends(&platform.run(&["audit", "verify", "--expect", &head.replace(':', ":0")]), 1);
    refused(&platform.run(&["audit", "verify", "--expect", "head"]), "invalid_value", 2);
}

#[test]
fn a_recovery_token_is_printed_once_listed_and_revoked() {
    let platform = Platform::new();
    assert_eq!(stdout(&platform.run(&["recovery", "list"])), "no tokens\n");
    let issued = platform.run(&["recovery", "issue", "--reason", "the owners left"]);
    ends(&issued, 0);
    assert_eq!(stdout(&issued).trim().len(), 43);
    let listed = json(&platform.run(&["recovery", "list", "--format", "json"]));
    let hash = listed["tokens"][0]["tokenHash"].as_str().unwrap().to_owned();
    assert_eq!(listed["tokens"][0]["recovery"], true);
    refused(&platform.run(&["recovery", "revoke", "zz"]), "token_not_found", 1);
    ends(&platform.run(&["recovery", "revoke", &hash[..8]]), 0);
    assert_eq!(stdout(&platform.run(&["recovery", "list"])), "no tokens\n");
}

#[test]
fn a_database_is_backed_up_restored_exported_and_imported() {
    let platform = Platform::new();
    ends(&platform.run(&["backup", "backup.db"]), 0);
    ends(&platform.run(&["backup", "backup.db"]), 1);
    ends(&platform.of("restored.db", &["restore", "backup.db"]), 0);
    ends(&platform.of("restored.db", &["restore", "backup.db"]), 1);
    ends(&platform.run(&["export", "one.jsonl"]), 0);
    ends(&platform.of("restored.db", &["export", "two.jsonl"]), 0);
    ends(&platform.of("imported.db", &["import", "one.jsonl"]), 0);
    ends(&platform.of("imported.db", &["export", "three.jsonl"]), 0);
    let read = |name: &str| std::fs::read(platform.0.path(name)).unwrap();
    assert!(read("one.jsonl") == read("two.jsonl") && read("one.jsonl") == read("three.jsonl"));
    refused(&platform.run(&["import", "one.jsonl"]), "database_not_empty", 1);
    platform.0.file("damaged.jsonl", &String::from_utf8(read("one.jsonl")).unwrap().replace("Olga", "Ogla"));
    refused(&platform.of("damaged.db", &["restore", "damaged.jsonl"]), "export_damaged", 1);
    platform.0.file("other.jsonl", "{}\n");
    refused(&platform.of("other.db", &["import", "other.jsonl"]), "not_an_export", 1);
    use std::os::unix::fs::PermissionsExt as _;
    for name in ["backup.db", "one.jsonl"] {
        let mode = std::fs::metadata(platform.0.path(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{name} is readable by others");
    }
    assert!(!platform.0.path("backup.db.partial").exists());
}

#[test]
fn an_open_database_is_not_served_until_the_doctor_has_mended_it() {
    let platform = Platform::new();
    let healthy = platform.run(&["doctor"]);
    ends(&healthy, 0);
    assert!(stdout(&healthy).contains("warning[one_owner]"), "{}", stdout(&healthy));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let store = cora_store::Store::open(&platform.0.path("cora.db")).await.unwrap();
        let drop = cora_store::Drift {
            object: String::new(),
            difference: String::new(),
            opens: false,
            mend: Some("DROP TRIGGER administration_audit_log_no_update; DROP INDEX idx_orgs_owner_id".to_owned()),
        };
        store.mend(&drop).await.unwrap();
        store.close().await;
    });
    let served = platform.run(&["serve"]);
    ends(&served, 1);
    assert!(stderr(&served).contains("cora doctor --fix"), "{}", stderr(&served));
    let sick = json(&platform.run(&["doctor", "--format", "json"]));
    let codes: Vec<&str> =
        sick["findings"].as_array().unwrap().iter().map(|finding| finding["code"].as_str().unwrap()).collect();
    assert!(codes.contains(&"database_open") && codes.contains(&"schema_drift"), "{codes:?}");
    let fixed = platform.run(&["doctor", "--fix"]);
    ends(&fixed, 0);
    assert!(stdout(&fixed).contains("mended[schema_drift]"), "{}", stdout(&fixed));
    assert!(!stdout(&platform.run(&["doctor"])).contains("drift"));
}

fn codes(output: &Output) -> Vec<String> {
    let findings = json(output)["findings"].as_array().unwrap().clone();
    findings.iter().map(|finding| finding["code"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_doctor_sees_secrets_that_end_and_keys_that_are_missing() {
    const KEY: &str = "one:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    const OTHER: &str = "two:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";
    let platform = Platform::new();
    let add = ["application", "add", "--name", "Web", "--kind", "web", "--redirect-uri", "https://app.acme.example/cb"];
    let added = platform.run(&add);
    ends(&added, 0);
    let id =
        stdout(&added).split_whitespace().skip_while(|word| !word.starts_with("client_id")).nth(1).unwrap().to_owned();
    assert_eq!(codes(&platform.run(&["doctor", "--format", "json"])), ["one_owner"]);
    ends(&platform.run(&["application", "secret", &id, "--expires", "12d"]), 0);
    let ending = platform.run(&["doctor"]);
    ends(&ending, 0);
    assert!(
        stdout(&ending).contains("warning[secret_ending]: a secret of the application `Web` ends in 1"),
        "{}",
        stdout(&ending)
    );

    // A secret of a connection is sealed by a key of the environment.
    let with_keys = |keys: &str, words: &[&str]| {
        platform.0.cora(words).env("CORA_DATABASE", "cora.db").env("CORA_SECRET_KEYS", keys).output().unwrap()
    };
    let setup = "auth_provider: okta\nokta:\n  client_id: web\n  client_secret: Zq7hunter2Zq7\n  issuer: https://acme.okta.com/oauth2/default\n";
    platform.0.file("setup.config.yaml", setup);
    let import =
        ["connection", "import", "--set", "okta.audiences=api://default", "--store-secrets", "setup.config.yaml"];
    ends(&with_keys(KEY, &[&import[..], &["--database", "cora.db"]].concat()), 0);
    assert!(codes(&platform.run(&["doctor", "--format", "json"])).contains(&"secret_keys_unchecked".to_owned()));
    let healthy = codes(&with_keys(KEY, &["doctor", "--format", "json"]));
    assert!(!healthy.iter().any(|code| code.starts_with("secret_key")), "{healthy:?}");
    let missing = with_keys(OTHER, &["doctor", "--format", "json"]);
    ends(&missing, 1);
    assert!(codes(&missing).contains(&"secret_key_missing".to_owned()), "{}", stdout(&missing));
    let invalid = with_keys("nonsense", &["doctor", "--format", "json"]);
    ends(&invalid, 1);
    assert!(codes(&invalid).contains(&"secret_keys_invalid".to_owned()), "{}", stdout(&invalid));
    assert!(!stdout(&invalid).contains("nonsense"));
}

/// Answers lines of text, as a mail server or an HTTP server, until the test ends.
fn answering(greeting: &'static str, answer: fn(&str) -> Option<&'static str>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        let talk = move |mut stream: TcpStream| -> std::io::Result<()> {
            stream.write_all(greeting.as_bytes())?;
            for line in BufReader::new(stream.try_clone()?).lines() {
                if let Some(answer) = answer(&line?) {
                    stream.write_all(answer.as_bytes())?;
                }
            }
            Ok(())
        };
        for stream in listener.incoming().flatten() {
            std::thread::spawn(move || talk(stream));
        }
    });
    address
}

#[test]
fn the_doctor_contacts_what_the_service_contacts_if_asked_to() {
    let platform = Platform::new();
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let doctor = |mail: SocketAddr, public_url: &str| {
        let (mail, names) = (format!("smtp://{mail}"), closed.to_string());
        platform.run(&[
            "doctor",
            "--format",
            "json",
            "--online",
            "--smtp-url",
            &mail,
            "--name-server",
            &names,
            "--public-url",
            public_url,
        ])
    };
    // None of them answers: neither the provider, which no name server knows.
    let sick = doctor(closed, &format!("http://{closed}"));
    ends(&sick, 1);
    let found = codes(&sick);
    for code in ["connection_unhealthy", "mail_server_unusable", "name_server_unusable", "service_unreachable"] {
        assert!(found.contains(&code.to_owned()), "{code}: {}", stdout(&sick));
    }
    let mail = answering("220 mail.acme.example\r\n", |line| match line.split(' ').next().unwrap_or_default() {
        "EHLO" | "NOOP" => Some("250 mail.acme.example\r\n"),
        "QUIT" => Some("221 bye\r\n"),
        _ => Some("502 no\r\n"),
    });
    let service = answering("", |line| {
        line.is_empty().then_some("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}")
    });
    let found = codes(&doctor(mail, &format!("http://{service}")));
    assert!(!found.iter().any(|code| code.starts_with("mail_") || code.starts_with("service_")), "{found:?}");
    assert!(codes(&doctor(mail, "http://cora.acme.example")).contains(&"public_url_without_tls".to_owned()));
    // Without the word, nothing is contacted.
    assert_eq!(
        codes(&platform.run(&["doctor", "--format", "json", "--smtp-url", "smtp://127.0.0.1:1"])),
        ["one_owner"]
    );
}

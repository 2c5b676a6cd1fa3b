//! `cora dev` as a developer uses it: started, signed in through the development provider, stopped
//! and started again.

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::Value;
use support::{Place, ends, refused, stderr, stdout};

/// A verifier and its challenge (RFC 7636, appendix B).
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const REDIRECT: &str = "http://localhost:3000/api/auth/callback";

/// Returns two ports that are free.
fn ports() -> [String; 2] {
    let listeners = [0, 1].map(|_| TcpListener::bind("127.0.0.1:0").unwrap());
    listeners.map(|listener| listener.local_addr().unwrap().port().to_string())
}

/// A running `cora dev`, which is stopped at the end of the test.
struct Dev {
    child: Child,
    /// The variables that it prints for an application.
    variables: BTreeMap<String, String>,
    port: String,
    provider: String,
}

impl Dev {
    fn start(place: &Place, [port, provider]: &[String; 2], more: &[&str]) -> Self {
        let mut command = place.cora(&["dev", "--port", port, "--provider-port", provider]);
        let mut child =
            command.env_remove("NODE_ENV").args(more).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
        let ready = format!("listening on http://localhost:{port}");
        let mut dev = Self { child, variables: BTreeMap::new(), port: port.clone(), provider: provider.clone() };
        let mut said = Vec::new();
        for line in lines {
            if let Some((name, value)) = line.split_once('=').filter(|(name, _)| name.starts_with("CORA_")) {
                dev.variables.insert(name.to_owned(), value.to_owned());
            }
            if line == ready {
                return dev;
            }
            said.push(line);
        }
        let mut errors = String::new();
        dev.child.stderr.as_mut().unwrap().read_to_string(&mut errors).unwrap();
        panic!("it is not ready: {said:?} {errors}");
    }

    fn stop(mut self) -> Option<i32> {
        assert!(Command::new("kill").arg("-INT").arg(self.child.id().to_string()).status().unwrap().success());
        self.child.wait().unwrap().code()
    }

    /// Sends a request to one of the two servers, by the name that its URL has.
    fn send(&self, jar: &mut Jar, method: &str, url: &str, headers: &str, form: &str) -> Answer {
        let (host, path) = url.strip_prefix("http://").unwrap().split_once('/').unwrap();
        assert!(host == format!("localhost:{}", self.port) || host == format!("localhost:{}", self.provider), "{url}");
        let cookies: Vec<String> = jar.0.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let cookies = format!("cookie: {}\r\n{headers}", cookies.join("; "));
        let answer = send(&host.replace("localhost", "127.0.0.1"), host, method, &format!("/{path}"), &cookies, form);
        for (name, value) in &answer.headers {
            if name == "set-cookie" {
                let (name, value) = value.split(';').next().unwrap().split_once('=').unwrap();
                jar.0.insert(name.to_owned(), value.to_owned());
            }
        }
        answer
    }

    fn url(&self, path: &str) -> String {
        format!("http://localhost:{}{path}", self.port)
    }

    fn client(&self) -> String {
        let [id, secret] = ["CORA_CLIENT_ID", "CORA_CLIENT_SECRET"].map(|name| &self.variables[name]);
        format!("authorization: Basic {}\r\n", STANDARD.encode(format!("{id}:{secret}")))
    }

    fn token(&self, form: &str) -> Answer {
        self.send(&mut Jar::default(), "POST", &self.url("/oauth2/token"), &self.client(), form)
    }

    /// Signs a person in at the development provider, and returns the application's tokens.
    /// `person` is the form that the provider's page posts.
    fn sign_in(&self, person: &str) -> Value {
        let mut jar = Jar::default();
        let query = format!(
            "client_id={}&response_type=code&scope=openid+profile+email+offline_access&state=s&nonce=n\
             &code_challenge={CHALLENGE}&code_challenge_method=S256&redirect_uri={REDIRECT}",
            self.variables["CORA_CLIENT_ID"]
        );
        let to_provider = self.send(&mut jar, "GET", &self.url(&format!("/oauth2/authorize?{query}")), "", "");
        let page_url = to_provider.location();
        assert!(page_url.starts_with(&format!("http://localhost:{}/authorize?", self.provider)), "{page_url}");
        let page = self.send(&mut Jar::default(), "GET", &page_url, "", "");
        assert!(page.status == 200 && page.body.contains("Who are you?"), "{}", page.body);
        let origin = format!("origin: http://localhost:{}\r\n", self.provider);
        let back = self.send(&mut Jar::default(), "POST", &page_url, &origin, person);
        let answered = self.send(&mut jar, "GET", &back.location(), "", "");
        let answer = answered.location();
        let code = answer.strip_prefix(&format!("{REDIRECT}?code=")).unwrap_or_else(|| panic!("{answer}"));
        let code = code.split('&').next().unwrap();
        let form =
            format!("grant_type=authorization_code&code={code}&code_verifier={VERIFIER}&redirect_uri={REDIRECT}");
        let tokens = self.token(&form);
        assert_eq!(tokens.status, 200, "{}", tokens.body);
        serde_json::from_str(&tokens.body).unwrap()
    }

    /// Returns what the service says about the person of tokens.
    fn profile(&self, tokens: &Value) -> Value {
        let bearer = format!("authorization: Bearer {}\r\n", tokens["access_token"].as_str().unwrap());
        let answer = self.send(&mut Jar::default(), "GET", &self.url("/profiles/me"), &bearer, "");
        serde_json::from_str::<Value>(&answer.body).unwrap()["data"].clone()
    }
}

impl Drop for Dev {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The cookies of the service in one browser.
#[derive(Default)]
struct Jar(BTreeMap<String, String>);

struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(other, _)| other == name);
        found.map_or_else(|| panic!("{name} is missing: {} {}", self.status, self.body), |(_, value)| value.as_str())
    }

    fn location(&self) -> String {
        self.header("location").to_owned()
    }
}

fn send(address: &str, host: &str, method: &str, path: &str, headers: &str, form: &str) -> Answer {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    let kind = match form.as_bytes().first() {
        None => "",
        Some(b'{') => "content-type: application/json\r\n",
        Some(_) => "content-type: application/x-www-form-urlencoded\r\n",
    };
    let length = form.len();
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n{kind}content-length: {length}\r\n{headers}\r\n{form}"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let headers = head.lines().skip(1).filter_map(|line| line.split_once(": "));
    let headers = headers.map(|(name, value)| (name.to_lowercase(), value.to_owned())).collect();
    Answer { status: head[9..12].parse().unwrap(), headers, body: body.to_owned() }
}

fn claims(token: &Value) -> Value {
    let part = token.as_str().unwrap().split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

fn mode(place: &Place, name: &str) -> u32 {
    fs::metadata(place.path(name)).unwrap().permissions().mode() & 0o777
}

#[test]
fn people_sign_in_and_the_first_one_owns_the_platform() {
    let (place, ports) = (Place::new(), ports());
    let dev = Dev::start(&place, &ports, &[]);
    assert_eq!(dev.variables["CORA_URL"], format!("http://localhost:{}", ports[0]));
    let discovery = dev.send(&mut Jar::default(), "GET", &dev.url("/.well-known/openid-configuration"), "", "");
    let discovery: Value = serde_json::from_str(&discovery.body).unwrap();
    assert_eq!(discovery["issuer"], dev.variables["CORA_URL"].as_str());

    // The first one, and one who is made on the page; her domain has no organization.
    let ada = dev.sign_in("person=dev_ada");
    assert_eq!(claims(&ada["id_token"])["email"], "ada@acme.example");
    let profile = dev.profile(&ada);
    assert_eq!((&profile["platformRole"], &profile["fullName"]), (&"platform_owner".into(), &"Ada Adams".into()));
    let eve = dev.profile(&dev.sign_in("name=Eve+Evans&email=eve%40stranger.example&verified=yes"));
    assert_eq!((&eve["platformRole"], &eve["fullName"]), (&"platform_user".into(), &"Eve Evans".into()));
    assert_eq!(dev.profile(&dev.sign_in("person=dev_ada"))["userId"], profile["userId"]);

    // Colleagues by their domain.
    let ben = dev.sign_in("person=dev_ben");
    assert_eq!(claims(&ben["access_token"])["org_role"], "org_user", "{}", claims(&ben["access_token"]));

    // Started again, with the same data, keys and sessions.
    assert_eq!(dev.stop(), Some(0));
    let dev = Dev::start(&place, &ports, &[]);
    let renewal = format!("grant_type=refresh_token&refresh_token={}", ben["refresh_token"].as_str().unwrap());
    let renewed = dev.token(&renewal);
    assert_eq!(renewed.status, 200, "{}", renewed.body);
    let renewed: Value = serde_json::from_str(&renewed.body).unwrap();
    let [before, after] = [&ben, &renewed].map(|tokens| claims(&tokens["access_token"])["sid"].clone());
    assert_eq!(before, after);
    assert_eq!(dev.profile(&dev.sign_in("person=dev_ada"))["userId"], profile["userId"]);

    // On other ports, people stay who they are.
    assert_eq!(dev.stop(), Some(0));
    let dev = Dev::start(&place, &self::ports(), &[]);
    assert_eq!(dev.profile(&dev.sign_in("person=dev_ada"))["userId"], profile["userId"]);

    // Emptied, the next one is the first.
    assert_eq!(dev.stop(), Some(0));
    let dev = Dev::start(&place, &ports, &["--reset"]);
    assert_eq!(dev.profile(&dev.sign_in("person=dev_ben"))["platformRole"], "platform_owner");
}

#[test]
fn the_provider_is_marked_and_only_for_this_machine() {
    let (place, ports) = (Place::new(), ports());
    let dev = Dev::start(&place, &ports, &[]);
    let at = format!("127.0.0.1:{}", ports[1]);
    for host in ["acme.example", &format!("acme.example:{}", ports[1]), "localhost.acme.example", "10.0.0.1"] {
        for path in ["/", "/.well-known/openid-configuration", "/token"] {
            assert_eq!(send(&at, host, "GET", path, "", "").status, 421, "{host} {path}");
        }
    }
    for page in ["/", "/mails", "/authorize", "/end_session"] {
        let page = send(&at, &at, "GET", page, "", "");
        assert!(page.body.contains("Development provider"), "{}", page.body);
        assert!(!page.body.contains("<script"), "{}", page.body);
        assert!(page.header("content-security-policy").starts_with("default-src 'none'; style-src 'sha256-"));
    }

    // A whole exchange, step by step, and what it refuses.
    let callback = format!("http://localhost:{}/auth/callback/00000000-0000-7000-8000-00000000dec1", ports[0]);
    let query = |changed: &str, value: &str| {
        let all = [
            ("client_id", "cora-development"),
            ("redirect_uri", callback.as_str()),
            ("response_type", "code"),
            ("scope", "openid"),
            ("state", "s"),
            ("nonce", "n"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
            ("prompt", "login"),
        ];
        let all = all.map(|(name, own)| format!("{name}={}", if name == changed { value } else { own }));
        format!("/authorize?{}", all.join("&"))
    };
    for (name, value) in [("client_id", "other"), ("redirect_uri", "http://localhost:1/"), ("redirect_uri", "")] {
        assert_eq!(send(&at, &at, "GET", &query(name, value), "", "").status, 400, "{name}");
    }
    for (name, value, error) in [
        ("response_type", "token", "unsupported_response_type"),
        ("scope", "email", "invalid_scope"),
        ("code_challenge", "", "invalid_request"),
        ("code_challenge_method", "plain", "invalid_request"),
        ("prompt", "none", "login_required"),
    ] {
        let answer = send(&at, &at, "GET", &query(name, value), "", "").location();
        assert!(answer.starts_with(&format!("{callback}?error={error}&")) && answer.contains("&state=s&"), "{answer}");
    }
    let pick =
        |form: &str, origin: &str| send(&at, &at, "POST", &query("", ""), &format!("origin: {origin}\r\n"), form);
    assert_eq!(pick("person=dev_ada", "https://acme.example").status, 403);
    assert_eq!(pick("person=dev_ada", "null").status, 403);
    let own = format!("http://{at}");
    for (form, fault) in [
        ("person=dev_nobody", "This person does not exist."),
        ("name=Ada&email=ada%40acme.example", "Somebody has this address."),
        ("name=%3Cb%3E&email=x", "This is not an email address."),
    ] {
        let page = pick(form, &own);
        assert!(page.status == 400 && page.body.contains(fault), "{}", page.body);
    }
    let code = || {
        let answer = pick("person=dev_uma", &own).location();
        answer.split_once("code=").unwrap().1.split('&').next().unwrap().to_owned()
    };
    let secret = fs::read_to_string(place.path(".cora/provider-secret")).unwrap();
    let exchange = |code: &str, verifier: &str, secret: &str| {
        let basic = format!("authorization: Basic {}\r\n", STANDARD.encode(format!("cora-development:{secret}")));
        let form =
            format!("grant_type=authorization_code&code={code}&code_verifier={verifier}&redirect_uri={callback}");
        send(&at, &at, "POST", "/token", &basic, &form)
    };
    let of_another = VERIFIER.replace('d', "e");
    assert_eq!(exchange(&code(), VERIFIER, "wrong").status, 401);
    assert_eq!(exchange(&code(), &of_another, &secret).status, 400);
    let used = code();
    let tokens = exchange(&used, VERIFIER, &secret);
    assert_eq!((tokens.status, tokens.header("cache-control")), (200, "no-store"));
    assert_eq!(exchange(&used, VERIFIER, &secret).status, 400);
    let tokens: Value = serde_json::from_str(&tokens.body).unwrap();
    for token in ["id_token", "access_token"] {
        assert_eq!(claims(&tokens[token])["cora_development"], true);
    }
    let id_token = claims(&tokens["id_token"]);
    assert_eq!((&id_token["nonce"], &id_token["email_verified"]), (&"n".into(), &false.into()));
    let info = |token: &str| {
        let bearer = format!("authorization: Bearer {}\r\n", tokens[token].as_str().unwrap());
        send(&at, &at, "GET", "/userinfo", &bearer, "")
    };
    let person: Value = serde_json::from_str(&info("access_token").body).unwrap();
    assert_eq!((&person["sub"], &person["cora_development"]), (&id_token["sub"], &true.into()));
    assert_eq!(info("id_token").status, 401);
    let out = |to: &str| send(&at, &at, "GET", &format!("/end_session?post_logout_redirect_uri={to}&state=s"), "", "");
    assert_eq!(out(&dev.url("/")).location(), format!("{}?state=s", dev.url("/")));
    assert_eq!(out("https://acme.example/").status, 200);
}

#[test]
fn a_mail_is_shown_on_a_page_instead_of_being_sent() {
    let (place, ports) = (Place::new(), ports());
    let dev = Dev::start(&place, &ports, &["--sign-in-url", "http://localhost:3000/welcome"]);
    let mails = || send(&format!("127.0.0.1:{}", ports[1]), "localhost", "GET", "/mails", "", "").body;
    assert!(mails().contains("None was sent"), "{}", mails());
    let owner = dev.sign_in("person=dev_ada");
    let bearer = format!("authorization: Bearer {}\r\n", owner["access_token"].as_str().unwrap());
    let invitation = r#"{ "email": "ivan@partner.example", "role": "org_user" }"#;
    // The owner of the platform founds an organization, and owns it.
    let founded = dev.send(&mut Jar::default(), "POST", &dev.url("/orgs"), &bearer, r#"{ "name": "Shop" }"#);
    assert_eq!(founded.status, 201, "{}", founded.body);
    let shop = serde_json::from_str::<Value>(&founded.body).unwrap()["data"]["id"].clone();
    let invites = dev.url(&format!("/orgs/{}/invites", shop.as_str().unwrap()));
    let invited = dev.send(&mut Jar::default(), "POST", &invites, &bearer, invitation);
    assert!(invited.body.contains("\"delivery\":\"queued\""), "{}", invited.body);
    // The mail is sent after the answer.
    let mut page = mails();
    for _ in 0..200 {
        if page.contains("To ivan@partner.example") {
            break;
        }
        thread::sleep(Duration::from_millis(50));
        page = mails();
    }
    assert!(page.contains("To ivan@partner.example") && page.contains("Invitation to join Shop"), "{page}");
    assert!(page.contains(&format!("<a href=\"{}", dev.url("/auth/invitation/"))), "{page}");
}

#[test]
fn keys_and_data_are_for_this_user_alone() {
    let (place, ports) = (Place::new(), ports());
    let _dev = Dev::start(&place, &ports, &[]);
    assert_eq!(mode(&place, ".cora"), 0o700);
    for name in ["secret-key", "client-secret", "cookie-secret", "provider-secret", "provider-key", "application.env"] {
        assert_eq!(mode(&place, &format!(".cora/{name}")), 0o600, "{name}");
    }
    assert!(fs::read_to_string(place.path(".cora/.gitignore")).unwrap().ends_with("\n*\n"));
}

#[test]
fn a_port_that_is_taken_is_named_with_the_way_on() {
    let place = Place::new();
    let [port, provider] = ports();
    for taken in [&port, &provider] {
        let _other = TcpListener::bind(format!("127.0.0.1:{taken}")).unwrap();
        let output = place.cora(&["dev", "--port", &port, "--provider-port", &provider]).output().unwrap();
        refused(&output, "port_taken", 1);
        assert!(stderr(&output).contains(&format!("port {taken}")) && stderr(&output).contains("--port 5000"));
    }
    let output = place.cora(&["dev", "--port", &port, "--provider-port", &port]).output().unwrap();
    refused(&output, "port_taken", 2);
    assert!(!place.path(".cora").exists(), "nothing was made");
}

#[test]
fn a_folder_of_somebody_elses_is_neither_used_nor_emptied() {
    let (place, [port, provider]) = (Place::new(), ports());
    fs::create_dir(place.path("mine")).unwrap();
    place.file("mine/letter.txt", "dear");
    place.file("a-file", "");
    let run = |folder: &str| {
        let arguments = ["dev", "--port", &port, "--provider-port", &provider, "--reset", "--folder", folder];
        place.cora(&arguments).output().unwrap()
    };
    refused(&run("mine"), "folder_not_own", 1);
    assert_eq!(fs::read_to_string(place.path("mine/letter.txt")).unwrap(), "dear");
    refused(&run("a-file"), "folder_not_writable", 1);
    refused(&run("a-file/below"), "folder_not_writable", 1);
}

#[test]
fn the_variables_are_written_unless_a_person_has_others() {
    let (place, ports) = (Place::new(), ports());
    let written = ["--write-env", ".env.local"];
    let dev = Dev::start(&place, &ports, &written);
    let text = fs::read_to_string(place.path(".env.local")).unwrap();
    assert_eq!(text, fs::read_to_string(place.path(".cora/application.env")).unwrap());
    assert_eq!((text.lines().count(), mode(&place, ".env.local")), (4, 0o600));
    for (name, value) in &dev.variables {
        assert!(text.contains(&format!("{name}={value}\n")), "{name}");
    }
    assert_eq!(dev.stop(), Some(0));
    place.file(".env.local", &format!("MINE=1\n{text}"));
    assert_eq!(Dev::start(&place, &ports, &written).stop(), Some(0));
    assert_eq!(fs::read_to_string(place.path(".env.local")).unwrap(), format!("MINE=1\n{text}"));
    let mine = "CORA_CLIENT_SECRET=of-production\n";
    place.file(".env.local", mine);
    let arguments = ["dev", "--port", &ports[0], "--provider-port", &ports[1], "--write-env", ".env.local"];
    let output = place.cora(&arguments).output().unwrap();
    refused(&output, "env_file_differs", 1);
    assert!(!stderr(&output).contains("of-production") && stdout(&output).is_empty());
    assert_eq!(fs::read_to_string(place.path(".env.local")).unwrap(), mine);
}

#[test]
fn it_does_not_run_where_production_is() {
    let place = Place::new();
    let output = place.cora(&["dev"]).env("NODE_ENV", "production").output().unwrap();
    refused(&output, "not_for_production", 1);
    ends(&place.cora(&["dev", "--port", "0"]).output().unwrap(), 2);
    ends(&place.cora(&["dev", "--listen", "0.0.0.0:4455"]).output().unwrap(), 2);
    assert!(!place.path(".cora").exists());
}

#[test]
fn a_seed_of_ones_own_is_imported() {
    let (place, ports) = (Place::new(), ports());
    place.file("seed.json", r#"{ "policy": { "accessMode": "waitlist" } }"#);
    place.file("wrong.json", r#"{ "policies": {} }"#);
    let arguments = ["dev", "--port", &ports[0], "--provider-port", &ports[1], "--seed", "wrong.json"];
    ends(&place.cora(&arguments).output().unwrap(), 2);
    let dev = Dev::start(&place, &ports, &["--seed", "seed.json"]);
    // The first one owns the platform whatever the policy is.
    assert_eq!(dev.profile(&dev.sign_in("person=dev_cleo"))["platformRole"], "platform_owner");
}

//! `cora dev`: the service with everything around it, on a developer's machine.

mod environment;
mod folder;
mod loopback;
mod owner;
mod world;

use std::future::Future;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use cora_dev_provider::{Client, DevelopmentProvider, MAILS, Settings};
use cora_dns::NameServers;
use cora_jwt::{FetchOptions, HttpFetch};
use cora_mail::{Mail, Mailer};
use cora_secrets::{KeyRing, Resolver};
use cora_server::{App, clock};
use cora_store::Store;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

use self::environment::Variables;
use self::folder::Folder;
pub use self::folder::private;
use self::loopback::Loopback;
use self::world::Urls;
use super::database::refuse;
use super::document::BAD_INPUT;
use super::serve::service::{console_files, folder};
use super::{document, run_to_end, seed};

/// The default port of the service.
const PORT: u16 = 4455;

/// Run Cora for development: a service with its own data, people to sign in as, and an application
/// for http://localhost.
///
/// Data and keys are in a folder, and stay there. People sign in at the built-in development
/// provider, where everybody picks who they are; the first one becomes the owner of the platform.
/// Mails are shown on a page instead of being sent. Nothing of it is reachable from other machines,
/// and none of it is for production.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora dev                             start, or go on where it ended
  cora dev --write-env .env.local      also write the variables that an application needs
  cora dev --reset                     start over with empty data
  cora dev --seed seed.json            with organizations and people of one's own
  cora dev --port 5000                 where the port is taken

Exit codes: 0 stopped, 1 refused or failed, 2 bad input or usage.")]
pub struct Dev {
    /// The folder of data and keys. It is made if it does not exist.
    #[arg(long, value_name = "FOLDER", default_value = ".cora")]
    folder: PathBuf,
    /// The port of the service, on this machine's own addresses.
    #[arg(long, value_name = "PORT", default_value_t = PORT, value_parser = clap::value_parser!(u16).range(1..65535))]
    port: u16,
    /// The port of the development provider. If omitted, the one after that of the service.
    #[arg(long, value_name = "PORT", value_parser = clap::value_parser!(u16).range(1..))]
    provider_port: Option<u16>,
    /// Empty the folder first. All data in it is lost.
    #[arg(long)]
    reset: bool,
    /// Import this file on top of what is there, as `cora seed` does.
    #[arg(long, value_name = "SEED.json")]
    seed: Option<PathBuf>,
    /// Write the variables that an application needs to this file, such as `.env.local`. Lines that
    /// are there stay as they are; if one of them disagrees, nothing is written.
    #[arg(long, value_name = "FILE")]
    write_env: Option<PathBuf>,
    /// The URL of the application, to which the links in invitations lead.
    #[arg(long, value_name = "URL", default_value = "http://localhost:3000")]
    sign_in_url: String,
    /// Serve a built console of administrators from this folder instead of the embedded one.
    #[arg(long, value_name = "FOLDER", env = "CORA_CONSOLE_FOLDER", value_parser = folder)]
    console_folder: Option<PathBuf>,
}

/// A reason not to start, with its fix.
#[derive(Debug, PartialEq, Eq)]
struct Refused {
    code: &'static str,
    message: String,
    help: String,
}

impl Refused {
    fn new(code: &'static str, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { code, message: message.into(), help: help.into() }
    }

    fn show(&self) -> ExitCode {
        refuse(self.code, &self.message, &self.help)
    }
}

/// Runs the command.
pub fn run(arguments: &Dev) -> ExitCode {
    if std::env::var_os("NODE_ENV").is_some_and(|value| value.eq_ignore_ascii_case("production")) {
        let help = "Run `cora serve` in production. On your own machine, unset NODE_ENV.";
        return refuse("not_for_production", "NODE_ENV is production, and everybody may be anybody here", help);
    }
    let seed = match arguments.seed.as_deref().map(|file| document::read(file).and_then(|bytes| seed::parse(&bytes))) {
        None => None,
        Some(Ok(seed)) => Some(seed),
        Some(Err(report)) => return document::refuse(&report),
    };
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt().compact().with_target(false).with_env_filter(filter).with_writer(std::io::stderr).init();
    run_to_end(async {
        let ports = (arguments.port, arguments.provider_port.unwrap_or(arguments.port + 1));
        if ports.0 == ports.1 {
            refuse(
                "port_taken",
                "the service and the provider cannot share a port",
                "Choose another `--provider-port`.",
            );
            return Ok(ExitCode::from(BAD_INPUT));
        }
        // The ports come first: another `cora dev` may be at work in the folder.
        let bound = match (loopback::bind(ports.0).await, loopback::bind(ports.1).await) {
            (Ok(service), Ok(provider)) => (service, provider),
            (Err(refused), _) | (_, Err(refused)) => return Ok(refused.show()),
        };
        let folder = match Folder::open(&arguments.folder, arguments.reset) {
            Ok(folder) => folder,
            Err(refused) => return Ok(refused.show()),
        };
        start(arguments, &folder, ports, bound, seed).await
    })
}

async fn start(
    arguments: &Dev,
    folder: &Folder,
    ports: (u16, u16),
    (service, provider_at): (Loopback, Loopback),
    seed: Option<cora_store::seed::SeedFile>,
) -> anyhow::Result<ExitCode> {
    let urls =
        Urls { service: format!("http://localhost:{}", ports.0), provider: format!("http://localhost:{}", ports.1) };
    let store = Store::migrate(&folder.database()).await?;
    world::prepare(&store, folder, &urls).await?;
    if let Some(seed) = seed
        && let Err(error) = store.seed(&seed, world::options(), (clock::system())()).await
    {
        store.close().await;
        return seed::refused(error);
    }
    let variables = Variables {
        url: urls.service.clone(),
        client_id: world::WEB.to_owned(),
        client_secret: world::client_secret(&store, folder).await?,
        cookie_secret: folder.secret("cookie-secret")?,
    };
    folder.write("application.env", &variables.text())?;
    if let Some(file) = &arguments.write_env {
        match variables.write_to(file) {
            Ok(()) => {}
            Err(refused) => {
                store.close().await;
                return Ok(refused.show());
            }
        }
    }
    let provider = DevelopmentProvider::open(Settings {
        issuer: world::ISSUER.to_owned(),
        url: urls.provider.clone(),
        client: Client {
            id: world::PROVIDER_CLIENT.to_owned(),
            secret: folder.secret("provider-secret")?,
            redirect_uris: urls.redirect_uris().to_vec(),
        },
        folder: folder.path().to_owned(),
    })?;
    let console = console_files(arguments.console_folder.as_deref())?;
    let app = app(&store, folder, &urls, &provider)?.with_sign_in_url(arguments.sign_in_url.as_str());
    let app = app.console(Some(console));
    let provider = provider.on_pick(owner::first_person(store.clone(), app.clone()));
    let introduction = introduction(folder, &urls, &variables, arguments.write_env.is_some());
    let served = serve((service, app), (provider_at, provider), &introduction).await;
    store.close().await;
    served.map(|()| ExitCode::SUCCESS)
}

/// Builds the service on the folder's data and keys.
fn app(store: &Store, folder: &Folder, urls: &Urls, provider: &DevelopmentProvider) -> anyhow::Result<App> {
    let options = FetchOptions { allow_loopback_http: true, ..FetchOptions::default() };
    let fetch = Arc::new(HttpFetch::with(options)?);
    let secret = folder.secret("provider-secret")?;
    let of_provider = move |name: &str| (name == world::PROVIDER_SECRET).then(|| secret.expose().to_owned());
    let keys = format!("dev:{}", folder.secret("secret-key")?.expose());
    let secrets = Resolver::new(Some(KeyRing::parse(&keys)?)).with_variables(of_provider);
    let app = App::new(store.clone(), Arc::clone(&fetch) as _, fetch, secrets, clock::system())?;
    let app = app.allow_loopback(true).public_url(urls.service.as_str());
    let app = app.cross_origins(world::origins().filter_map(|origin| origin.parse().ok()).collect());
    let (provider, page) = (provider.clone(), format!("{}{MAILS}", urls.provider));
    let app = app.mailer(Mailer::to_function(move |mail| {
        let Mail { to, subject, text } = mail;
        let to = format!("{}@{}", to.local(), to.domain());
        say(&format!("\nMail to {to}: {subject}\n\n{text}\n\n(also at {page})\n"));
        provider.keep_mail(&to, &subject, &text);
    }));
    Ok(match NameServers::of_system() {
        Ok(name_servers) => app.name_servers(name_servers),
        // Only the proof of a domain needs them.
        Err(_) => app,
    })
}

/// Serves both until SIGINT or SIGTERM. Says the introduction when everything is ready.
async fn serve(
    (service, app): (Loopback, App),
    (provider_at, provider): (Loopback, DevelopmentProvider),
    introduction: &str,
) -> anyhow::Result<()> {
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    tokio::spawn(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        // Both servers listen until they have ended.
        let _ = stop.send(true);
    });
    let until = |mut stopped: tokio::sync::watch::Receiver<bool>| async move {
        let _ = stopped.wait_for(|stopped| *stopped).await;
    };
    let ((service, _to_service), (provider_at, _to_provider)) = (service.forwarded(), provider_at.forwarded());
    say(introduction);
    let serving = cora_server::serve(service, app, until(stopped.clone()));
    let providing = provide(provider_at, provider, until(stopped));
    let ((), provided) = tokio::join!(serving, providing);
    Ok(provided?)
}

async fn provide(
    listener: TcpListener,
    provider: DevelopmentProvider,
    until: impl Future<Output = ()> + Send,
) -> std::io::Result<()> {
    let router = cora_dev_provider::router(provider);
    tokio::select! {
        result = axum::serve(listener, router).into_future() => result,
        // Nothing is lost with a request that is open: the provider keeps no session.
        () = until => Ok(()),
    }
}

/// Writes lines for the developer. A terminal that was closed is no reason to end.
fn say(text: &str) {
    let mut out = std::io::stdout();
    let _ = writeln!(out, "{text}").and_then(|()| out.flush());
}

/// Returns the text that the command prints at its start.
fn introduction(folder: &Folder, urls: &Urls, variables: &Variables, is_written: bool) -> String {
    let hint = if is_written { "" } else { ", or `cora dev --write-env .env.local`" };
    format!(
        "Cora for development. Everybody may be anybody; nothing here is for production.\n\n  \
         service   {}\n  \
         people    {}, where the first one who signs in becomes the owner\n  \
         mails     {}{MAILS}\n  \
         console   {}/console\n  \
         data      {} (`cora dev --reset` empties it)\n  \
         no server {} is the CORA_CLIENT_ID of pages without a server\n\n\
         For the application's .env.local{hint}:\n\n{}\n\
         listening on {}",
        urls.service,
        urls.provider,
        urls.provider,
        urls.service,
        folder.path().display(),
        world::SPA,
        variables.text(),
        urls.service,
    )
}

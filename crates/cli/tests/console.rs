//! `cora console link`, as the operator uses it.

mod support;

use cora_core::secret::{PresentedToken, TokenHash};
use cora_core::time::UnixSeconds;
use cora_store::Store;
use support::{Place, ends, stderr, stdout};

#[test]
fn a_link_is_printed_once_and_only_its_hash_is_kept() {
    let place = Place::new();
    ends(&place.cora(&["migrate", "--database", "cora.db"]).output().unwrap(), 0);
    let link =
        |url: &str| place.cora(&["console", "link", "--database", "cora.db", "--public-url", url]).output().unwrap();
    let printed = link("https://cora.acme.example/tools/");
    ends(&printed, 0);
    let url = stdout(&printed);
    let token = url.trim().strip_prefix("https://cora.acme.example/tools/console/#operator=").unwrap().to_owned();
    assert_eq!(token.len(), 43, "{url}");
    assert!(!stderr(&printed).contains(&token));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let store = Store::open(&place.path("cora.db")).await.unwrap();
        let now = (cora_server::clock::system())();
        let hash = TokenHash::of(&PresentedToken::new(&token).unwrap());
        assert!(!store.use_console_link(&hash, now.plus(600)).await.unwrap(), "its time is over");
        assert!(store.use_console_link(&hash, now).await.unwrap());
        assert!(!store.use_console_link(&hash, UnixSeconds::default()).await.unwrap(), "it was used");
        store.close().await;
    });
    assert!(!std::fs::read(place.path("cora.db")).unwrap().windows(43).any(|part| part == token.as_bytes()));
    ends(&link("ftp://cora.acme.example"), 2);
}

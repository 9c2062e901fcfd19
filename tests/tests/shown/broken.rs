//! What pages and reports say when facts cannot be read.

use crate::heard::Answers;
use crate::house::{House, SPACE};
use crate::pages::take;

/// The pages of a store that is away, and those of a report whose fold stopped.
pub async fn all(answers: &mut Answers) {
    let house = House::new().await;
    let open = serde_json::json!({"data": {"name": "Essai", "kind": "city"}});
    house.send("PUT", &format!("/v1/spaces/{SPACE}"), answers.language, &open).await;
    let tag = answers.language.tag();
    let store = rusqlite::Connection::open(house.folder.path().join("log.sqlite")).unwrap();
    store.execute_batch("ALTER TABLE facts RENAME TO moved").unwrap();
    take(&house, answers, &format!("/?lang={tag}")).await;
}

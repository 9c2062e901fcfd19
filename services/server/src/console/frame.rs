//! What surrounds every page.

use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use maillage_events::messages::{Language, say};
use maud::{DOCTYPE, Markup, html};

use crate::console::navigation;

/// One page.
#[derive(Debug)]
pub struct Page<'p> {
    /// The language that it speaks.
    pub language: Language,
    /// Its title.
    pub title: &'p str,
    /// The space that it is about: identifier and name.
    pub space: Option<(&'p str, &'p str)>,
    /// Whether the space holds demonstration data.
    pub demonstration: bool,
    /// Whether the page follows the facts; without JavaScript it then reloads every ten seconds.
    pub live: bool,
}

impl Page<'_> {
    /// The whole document.
    pub fn show(&self, content: &Markup) -> Response {
        let language = self.language;
        let other = match language {
            Language::French => "en",
            Language::English => "fr",
        };
        let document = html! {
            (DOCTYPE)
            html lang=(language.tag()) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    title { (self.title) " · Maillage" }
                    link rel="stylesheet" href="/console/style.css";
                    link rel="icon" href="data:,";
                    @if self.live {
                        noscript { meta http-equiv="refresh" content="10"; }
                        script src="/console/direct.js" defer {}
                    }
                }
                body {
                    a.skip href="#contenu" { (say(language, "console-skip")) }
                    header.page {
                        a.brand href="/" { "Maillage" }
                        nav aria-label=(say(language, "console-navigation")) {
                            @if let Some((id, name)) = self.space {
                                a href={ "/espaces/" (id) } { (name) }
                                @for report in navigation::reports() {
                                    a href={ "/espaces/" (id) "/rapports/" (report) } {
                                        (navigation::words(language, report))
                                    }
                                }
                            }
                            a href="/docs/" { (say(language, "console-api")) }
                            a href={ "?lang=" (other) } hreflang=(other) {
                                (say(language, "console-other-language"))
                            }
                        }
                    }
                    @if self.demonstration {
                        p.demo role="note" { (say(language, "console-demonstration")) }
                    }
                    main #contenu { (content) }
                    footer.page.soft { (say(language, "console-footer")) }
                }
            }
        };
        (
            StatusCode::OK,
            [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-store")],
            document.into_string(),
        )
            .into_response()
    }
}

/// A piece of a page, for the script that keeps it up to date.
pub fn fragment(content: &Markup) -> Response {
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-store")], content.0.clone())
        .into_response()
}

/// The language of a page: French, unless its address says `lang=en`. The page is for French coordinators, whatever
/// their browser was installed in.
pub fn language(uri: &Uri) -> Language {
    let english = uri.query().is_some_and(|query| query.split('&').any(|pair| pair == "lang=en"));
    if english { Language::English } else { Language::French }
}

/// A page that says what went wrong, in words for the person who reads it.
pub fn problem(language: Language, status: StatusCode, key: &str) -> Response {
    problem_said(language, status, &say(language, key))
}

/// The same in words that are at hand.
pub fn problem_said(language: Language, status: StatusCode, title: &str) -> Response {
    let page = Page { language, title, space: None, demonstration: false, live: false };
    let content = html! {
        section.card.problem {
            h1 { (title) }
            p { a href="/" { (say(language, "console-back")) } }
        }
    };
    let mut response = page.show(&content);
    *response.status_mut() = status;
    response
}

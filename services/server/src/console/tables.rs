//! A report's tables and definitions as HTML.

use maillage_events::messages::{Language, say};
use maillage_projections::report::{Cell, Definition, Report, ReportTable};
use maud::{Markup, html};

/// One table; numbers to the right, unknown as *n.r.*
pub fn table(language: Language, table: &ReportTable) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label=(table.caption) {
            table {
                caption { (table.caption) }
                thead { tr { @for column in &table.columns { th scope="col" { (column) } } } }
                tbody {
                    @for row in &table.rows {
                        tr { @for cell in row { (self::cell(language, cell)) } }
                    }
                }
            }
            @if table.rows.is_empty() { p.soft { (say(language, "console-empty")) } }
        }
    }
}

fn cell(language: Language, cell: &Cell) -> Markup {
    let shown = cell.shown(language);
    match cell {
        Cell::Number(_) => html! { td.number { (shown) } },
        Cell::Text(_) | Cell::Date(_) => html! { td { (shown) } },
        Cell::Unknown => html! { td.unknown { (shown) } },
    }
}

/// What the figures mean, folded away but on the same page.
pub fn definitions(language: Language, definitions: &[Definition]) -> Markup {
    html! {
        @if !definitions.is_empty() {
            details {
                summary { (say(language, "console-definitions")) }
                dl.definitions {
                    @for definition in definitions {
                        dt { (definition.label) }
                        dd { (definition.text) }
                    }
                }
            }
        }
    }
}

/// The period, the known-at and the position of a report; a warning when it is incomplete.
pub fn clocks(language: Language, report: &Report) -> Markup {
    html! {
        p.clocks { (report.clocks(language)) }
        @if report.incomplete { p.problem role="alert" { (say(language, "console-incomplete")) } }
    }
}

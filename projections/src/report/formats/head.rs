//! What was asked of a report and what was known when it was answered: every format carries it.

use maillage_events::messages::{Language, message, say};

use crate::dates::{moment_shown, period_shown};
use crate::figures::{number_shown, unknown_shown};
use crate::report::Report;

impl Report {
    /// One line for people: space, period and what it is narrowed to, known-at, position, and a warning when figures
    /// are incomplete.
    pub fn clocks(&self, language: Language) -> String {
        let narrowed = self.filters.iter().map(|it| it.shown(language));
        let scope: Vec<String> = std::iter::once(period_shown(language, &self.period)).chain(narrowed).collect();
        let values = [
            ("space", self.space.to_string()),
            ("period", scope.join(" · ")),
            ("known", self.known(language)),
            ("position", number_shown(language, self.position.cast_signed())),
        ];
        let mut line = message(language, "report-clocks", &values);
        if self.incomplete {
            line.push_str(" — ");
            line.push_str(&say(language, "report-incomplete"));
        }
        line
    }

    /// The same for a spreadsheet, with the title: what each is, and what it says. A position is a number for programs.
    pub fn head(&self, language: Language) -> Vec<(String, String)> {
        let named = |name: &str, said: String| (say(language, &format!("report-head-{name}")), said);
        let mut head = vec![
            named("report", self.title.clone()),
            named("space", self.space.to_string()),
            named("period", period_shown(language, &self.period)),
        ];
        head.extend(self.filters.iter().map(|it| named("narrowed", it.shown(language))));
        head.extend([named("known-at", self.known(language)), named("position", self.position.to_string())]);
        if self.incomplete {
            head.push(named("warning", say(language, "report-incomplete")));
        }
        head
    }

    /// The moment up to which the log was read, by the clocks of the space: the cut-off that was asked for, or that of
    /// the last fact.
    fn known(&self, language: Language) -> String {
        let moment = self.known_at.or(self.recorded_at);
        moment.map_or_else(|| unknown_shown(language), |at| moment_shown(language, at, &self.zone))
    }
}

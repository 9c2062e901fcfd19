//! One year of a fiche: opened once, chained to another year, and copying nothing from it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::fiche::{FicheNarrated, FicheStatus, FicheStatusDeclared, FicheYearOpened, ResultAchieved, ResultExpected};
use crate::id::Id;
use crate::refusal::Refusal;
use crate::rules::{News, Verdict, once};
use crate::timeline::{Timeline, begins, news};
use crate::when::OccurredOn;

/// What the rules know of one year of a fiche.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct FicheYear {
    opened: Option<FicheYearOpened>,
    statuses: Timeline<FicheStatusDeclared>,
    expected: BTreeMap<Id, Timeline<ResultExpected>>,
    achieved: BTreeMap<Id, Timeline<ResultAchieved>>,
    narrated: BTreeMap<u32, FicheNarrated>,
}

impl FicheYear {
    pub(super) fn is_open(&self) -> bool {
        self.opened.is_some()
    }

    pub(super) fn opening(&self, said: &FicheYearOpened) -> Verdict {
        once(self.opened.as_ref(), said, |standing| Refusal::new("year-opened-otherwise").with("year", standing.year))
    }

    /// A year is done when every result that was expected of it has its answer, or when it is said why one has none.
    pub(super) fn status(&self, on: OccurredOn, said: &FicheStatusDeclared) -> Verdict {
        if self.statuses.news(said.status.counts_from(on), said) == News::Known {
            return Ok(News::Known);
        }
        let unanswered: Vec<&str> = self
            .expected
            .values()
            .filter_map(Timeline::last)
            .filter(|it| !self.achieved.contains_key(&it.result))
            .map(|it| it.what.as_str())
            .collect();
        if said.status == FicheStatus::Done
            && !unanswered.is_empty()
            && said.motive.as_ref().is_none_or(|motive| motive.is_blank())
        {
            return Err(Refusal::new("results-unanswered")
                .with("year", said.year)
                .with("results", unanswered.join(" ; ")));
        }
        Ok(News::New)
    }

    pub(super) fn expected(&self, on: OccurredOn, said: &ResultExpected) -> Verdict {
        Ok(news(self.expected.get(&said.result), begins(on), said))
    }

    pub(super) fn achieved(&self, on: OccurredOn, said: &ResultAchieved) -> Verdict {
        Ok(news(self.achieved.get(&said.result), begins(on), said))
    }

    pub(super) fn narrated(&self, said: &FicheNarrated) -> Verdict {
        once(self.narrated.get(&said.rank), said, |it| {
            Refusal::new("rank-taken").with("rank", it.rank).with("text", &it.text)
        })
    }

    pub(super) fn learn_opening(&mut self, said: FicheYearOpened) {
        self.opened = Some(said);
    }

    pub(super) fn learn_status(&mut self, on: OccurredOn, said: FicheStatusDeclared) {
        self.statuses.state(said.status.counts_from(on), said);
    }

    pub(super) fn learn_expected(&mut self, on: OccurredOn, said: ResultExpected) {
        self.expected.entry(said.result.clone()).or_default().state(begins(on), said);
    }

    pub(super) fn learn_achieved(&mut self, on: OccurredOn, said: ResultAchieved) {
        self.achieved.entry(said.result.clone()).or_default().state(begins(on), said);
    }

    pub(super) fn learn_narrated(&mut self, said: FicheNarrated) {
        self.narrated.insert(said.rank, said);
    }
}

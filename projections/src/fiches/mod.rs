//! The progress of each fiche, year by year, and what a contract may add up.
//!
//! # Layout
//! * [`rows`], [`credited`]: what is kept; this file: the fold; `seen`: what a period shows of each fiche;
//!   `presence`: who came; `successor`: what takes over;
//!   `totals`: what holds for a whole contract; `answer`, `tables`: the report; `overview`: what a page shows.

mod answer;
pub mod credited;
mod overview;
mod presence;
pub mod rows;
mod seen;
mod successor;
mod tables;
mod totals;

pub(crate) use totals::ranges;

pub use overview::{ContractOverview, FicheOverview, YearOverview};

use maillage_events::action::ActionRecorded;
use maillage_events::body::BodyConstituted;
use maillage_events::contract::{AxisClosed, AxisDefined, ContractPrepared};
use maillage_events::fiche::{
    CategoryDropped, CategoryRetained, FicheAttached, FicheDetached, FicheNarrated, FicheRecorded, FicheRenumbered,
    FicheRoleEnded, FicheRoleNamed, FicheStatusDeclared, FicheYearOpened, MilestonePassed, ResultAchieved,
    ResultExpected,
};
use maillage_events::id::Id;
use maillage_events::messages::Language;
use maillage_events::organisation::{OrganisationRecorded, OrganisationRenamed};
use maillage_events::person::{PersonMerged, PersonUnmerged};
use maillage_events::pole::PoleOpened;
use maillage_events::session::{
    AbsenceObserved, AttendanceObserved, AttendanceWithdrawn, ConnectionsRecorded, HeadcountRecorded,
    OrganisationPresent, ReferralMade, SessionCredited, SessionHeld, SessionMoved, SessionPlanned, SessionRenamed,
    SessionUncredited, VisitsRecorded,
};
use maillage_events::timeline::begins;
use maillage_events::view::FactView;
use maillage_events::when::OccurredOn;

use crate::answer::Answer;
use crate::attendance::HeadcountSheet;
use crate::fold;
use crate::merges::MergeRow;
use crate::names::Names;
use crate::payload::Unread;
use crate::report::filter::Filter;
use crate::report::{Body, Scope};
use crate::titles::{self, Title};
use credited::Credited;
use rows::{Contract, Fiche, Milestone, Narrated, Opened, Recorded, ResultValue, Role, Status, Year};

fold! {
    /// The fiches of a space.
    pub struct Fiches "fiches" 10;
    tables {
        contracts: Contract, ById;
        fiches: Fiche, ById;
        sessions: Credited, ById;
        merges: MergeRow, ById;
        organisations: Names, ById;
        titles: Title, ByStream;
    }
    on {
        ContractPrepared => contract;
        AxisDefined => axis;
        AxisClosed => axis_closed;
        ActionRecorded => titles.take_title::<ActionRecorded>;
        PoleOpened => titles.take_title::<PoleOpened>;
        BodyConstituted => titles.take_title::<BodyConstituted>;
        FicheRecorded => recorded;
        FicheRenumbered => renumbered;
        FicheAttached => attached;
        FicheDetached => detached;
        FicheRoleNamed => role_named;
        FicheRoleEnded => role_ended;
        FicheYearOpened => year_opened;
        FicheStatusDeclared => status;
        MilestonePassed => milestone;
        ResultExpected => expected;
        ResultAchieved => achieved;
        FicheNarrated => narrated;
        CategoryRetained => category_retained;
        CategoryDropped => category_dropped;
        SessionPlanned => planned;
        SessionMoved => moved;
        SessionHeld => held;
        SessionRenamed => renamed;
        SessionCredited => credited;
        SessionUncredited => uncredited;
        AttendanceObserved => observed;
        AttendanceWithdrawn => withdrawn;
        HeadcountRecorded => headcount;
        VisitsRecorded => told_of;
        ConnectionsRecorded => told_of;
        OrganisationPresent => told_of;
        ReferralMade => told_of;
        AbsenceObserved => told_of;
        PersonMerged => merges.merged;
        PersonUnmerged => merges.unmerged;
        OrganisationRecorded => organisations.take_name::<OrganisationRecorded>;
        OrganisationRenamed => organisations.take_name::<OrganisationRenamed>;
    }
}

impl Answer for Fiches {
    fn called(&self, filter: Filter, id: &str, language: Language) -> Option<String> {
        titles::called(&self.titles, filter, id, language)
    }

    fn answer(&self, scope: &Scope, language: Language) -> Body {
        answer::body(self, scope, language)
    }
}

impl Fiches {
    fn contract(&mut self, fact: &FactView<'_>, it: ContractPrepared) {
        self.contracts.entry(fact.stream_id()).title = Some(it.title.clone());
        self.titles.take_title(fact, it);
    }

    fn axis(&mut self, fact: &FactView<'_>, it: AxisDefined) {
        let axis = self.contracts.entry(fact.stream_id()).axes.entry(it.code.to_string()).or_default();
        (axis.rank, axis.label, axis.defined) = (it.rank, Some(it.label), Some(fact.occurred()));
    }

    fn axis_closed(&mut self, fact: &FactView<'_>, it: AxisClosed) {
        let row = self.contracts.entry(fact.stream_id());
        row.axes.entry(it.code.to_string()).or_default().closed = Some(fact.occurred());
    }

    fn recorded(&mut self, fact: &FactView<'_>, it: FicheRecorded) {
        let on = fact.occurred();
        let row = self.fiche(fact);
        row.numbers.state(begins(on), it.number);
        row.recorded = Some(Recorded { contract: it.contract.clone(), title: it.title.clone(), on });
        self.titles.take_title(fact, it);
    }

    fn renumbered(&mut self, fact: &FactView<'_>, it: FicheRenumbered) {
        self.fiche(fact).numbers.state(begins(fact.occurred()), it.number);
        self.titles.take_number(fact, it);
    }

    /// The fiche of a fact to change, made when it is not there; it knows the date of the fact from then on.
    fn fiche(&mut self, fact: &FactView<'_>) -> &mut Fiche {
        let row = self.fiches.entry(fact.stream_id());
        if fact.occurred() != OccurredOn::Unknown {
            row.dates.insert(fact.occurred().to_string());
        }
        row
    }

    fn attached(&mut self, fact: &FactView<'_>, it: FicheAttached) {
        self.fiche(fact).axes.begin(it.axis, fact.occurred(), None);
    }

    fn detached(&mut self, fact: &FactView<'_>, it: FicheDetached) {
        self.fiche(fact).axes.end(it.axis, fact.occurred());
    }

    fn role_named(&mut self, fact: &FactView<'_>, it: FicheRoleNamed) {
        let (Some(holder), on) = (it.holder(), fact.occurred()) else { return };
        let row = self.fiche(fact);
        if it.role.is_single() {
            row.carrier.take(holder, on, it.until);
        } else {
            row.roles.begin(Role { holder, role: it.role }, on, it.until);
        }
    }

    fn role_ended(&mut self, fact: &FactView<'_>, it: FicheRoleEnded) {
        let (Some(holder), on) = (it.holder(), fact.occurred()) else { return };
        let row = self.fiche(fact);
        if it.role.is_single() {
            row.carrier.leave(holder, on);
        } else {
            row.roles.end(Role { holder, role: it.role }, on);
        }
    }

    fn category_retained(&mut self, fact: &FactView<'_>, it: CategoryRetained) {
        self.fiche(fact).categories.begin(it.code, fact.occurred(), None);
    }

    fn category_dropped(&mut self, fact: &FactView<'_>, it: CategoryDropped) {
        self.fiche(fact).categories.end(it.code, fact.occurred());
    }

    /// A year of a fiche to change, made when it is not there.
    fn year(&mut self, fact: &FactView<'_>, year: i16) -> &mut Year {
        self.fiche(fact).years.entry(year).or_default()
    }

    fn year_opened(&mut self, fact: &FactView<'_>, it: FicheYearOpened) {
        self.year(fact, it.year).opened = Some(Opened { chained_to: it.chained_to, on: fact.occurred() });
    }

    fn status(&mut self, fact: &FactView<'_>, it: FicheStatusDeclared) {
        let on = fact.occurred();
        let status = Status { status: it.status, motive: it.motive, successor: it.successor, to_year: it.to_year, on };
        let from = it.status.counts_from(on);
        self.year(fact, it.year).statuses.state(from, status);
    }

    fn milestone(&mut self, fact: &FactView<'_>, it: MilestonePassed) {
        self.year(fact, it.year).milestones.push(Milestone {
            milestone: it.milestone,
            label: it.label,
            on: fact.occurred(),
        });
    }

    fn expected(&mut self, fact: &FactView<'_>, it: ResultExpected) {
        let told = ResultValue { what: it.what, amount: it.amount };
        Year::tell(&mut self.year(fact, it.year).expected, it.result, fact.occurred(), told);
    }

    fn achieved(&mut self, fact: &FactView<'_>, it: ResultAchieved) {
        let told = ResultValue { what: it.what, amount: it.amount };
        Year::tell(&mut self.year(fact, it.year).achieved, it.result, fact.occurred(), told);
    }

    fn narrated(&mut self, fact: &FactView<'_>, it: FicheNarrated) {
        self.year(fact, it.year).narrated.push(Narrated { rank: it.rank, text: it.text });
    }

    fn planned(&mut self, fact: &FactView<'_>, it: SessionPlanned) {
        let row = self.sessions.entry(fact.stream_id());
        row.title.state(None, it.title);
        row.date.plan(it.when);
        row.stands_for = it.stands_for.map(|number| *number);
        row.parts.extend(it.parts.into_iter().map(|planned| planned.part.into()));
        it.fiches.into_iter().for_each(|fiche| row.fiches.begin(fiche, OccurredOn::Unknown, None));
    }

    fn moved(&mut self, fact: &FactView<'_>, it: SessionMoved) {
        self.sessions.entry(fact.stream_id()).date.move_to(fact.occurred(), it.when);
    }

    fn renamed(&mut self, fact: &FactView<'_>, it: SessionRenamed) {
        self.sessions.entry(fact.stream_id()).title.state(begins(fact.occurred()), it.title);
    }

    fn held(&mut self, fact: &FactView<'_>, it: SessionHeld) {
        let row = self.sessions.entry(fact.stream_id());
        row.date.hold(fact.occurred());
        row.record = it.record;
    }

    fn credited(&mut self, fact: &FactView<'_>, it: SessionCredited) {
        self.sessions.entry(fact.stream_id()).fiches.begin(it.fiche, fact.occurred(), None);
    }

    fn uncredited(&mut self, fact: &FactView<'_>, it: SessionUncredited) {
        self.sessions.entry(fact.stream_id()).fiches.end(it.fiche, fact.occurred());
    }

    fn observed(&mut self, fact: &FactView<'_>, it: AttendanceObserved) {
        let row = self.sessions.entry(fact.stream_id());
        row.present.note(it.person.0, it.part.map(String::from), it.quality);
    }

    fn headcount(&mut self, fact: &FactView<'_>, it: HeadcountRecorded) {
        let counted = HeadcountSheet {
            total: it.total,
            part: it.part.map(String::from),
            already_seen: None,
            seen_scope: None,
            marginals: it.marginals,
            replaced: false,
        };
        self.sessions.entry(fact.stream_id()).heads.note(it.sheet.into(), counted, &it.standing);
    }

    fn told_of(&mut self, fact: &FactView<'_>, _: Unread) {
        self.sessions.entry(fact.stream_id()).is_told_of = true;
    }

    fn withdrawn(&mut self, fact: &FactView<'_>, it: AttendanceWithdrawn) {
        self.sessions.entry(fact.stream_id()).present.withdraw(&it.person.0, it.part.as_ref().map(Id::as_str));
    }
}

#[cfg(test)]
mod tests;

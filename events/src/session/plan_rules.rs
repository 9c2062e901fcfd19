//! What happens to the session itself: planned, renamed, moved, held, cancelled, credited, led; and what is refused.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::happened::Happened;
use crate::id::Id;
use crate::refusal::Refusal;
use crate::rules::{Circumstances, News, Verdict, follows};
use crate::session::{
    SessionCancelled, SessionHeld, SessionLeadEnded, SessionLed, SessionMoved, SessionPlanned, SessionRenamed,
    Whereabouts,
};
use crate::text::Text;
use crate::timeline::{Timeline, begins, ends, news};
use crate::when::OccurredOn;

/// What is known of a session but who signed up and who came.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Plan {
    planned: Option<SessionPlanned>,
    /// The title that it was planned with stands before all others.
    titles: Timeline<Text>,
    moves: Timeline<SessionMoved>,
    cancelled: Option<Happened<SessionCancelled>>,
    held: Option<Happened<SessionHeld>>,
    /// Those that it was planned with stand from before all days.
    fiches: BTreeMap<Id, Timeline<bool>>,
    leaders: Vec<(SessionLed, Timeline<bool>)>,
}

impl Plan {
    /// The plan in force; refuses when the session was never planned, or was cancelled.
    pub(super) fn in_force(&self) -> Result<&SessionPlanned, Refusal> {
        match (&self.planned, &self.cancelled) {
            (None, _) => Err(Refusal::new("not-planned")),
            (_, Some(earlier)) => Err(cancelled(earlier)),
            (Some(plan), None) => Ok(plan),
        }
    }

    /// Refuses where nothing was ever planned; tells whether the session is still to take place, or was cancelled.
    pub(super) fn stands(&self) -> Result<bool, Refusal> {
        if self.planned.is_none() { Err(Refusal::new("not-planned")) } else { Ok(self.cancelled.is_none()) }
    }

    /// The plan that was in force on a day: what happened before a session was cancelled may be told afterwards.
    pub(super) fn in_force_on(&self, on: OccurredOn) -> Result<&SessionPlanned, Refusal> {
        match (&self.planned, &self.cancelled) {
            (Some(plan), Some(earlier)) if is_before(on, earlier.on) => Ok(plan),
            _ => self.in_force(),
        }
    }

    /// When and where it takes place, as moved.
    pub(super) fn whereabouts(&self, plan: &SessionPlanned) -> Whereabouts {
        Whereabouts::planned(plan).after_all(&self.moves)
    }

    /// When it was held, once it was.
    pub(super) fn held_on(&self) -> Option<OccurredOn> {
        self.held.as_ref().map(|held| held.on)
    }

    /// The plan as it stands: renamed, moved, with the capacity of now.
    fn standing(&self, plan: &SessionPlanned, capacity: Option<u32>) -> SessionPlanned {
        let Whereabouts { when, time, minutes, place, mode } = self.whereabouts(plan);
        let title = self.titles.last().cloned().unwrap_or_else(|| plan.title.clone());
        SessionPlanned { title, when, time, minutes, place, mode, capacity, ..plan.clone() }
    }

    /// A plan is told once: the same again, or the plan as it stands now, says nothing new.
    pub(super) fn planning(&self, said: &SessionPlanned, capacity: Option<u32>) -> Verdict {
        let Some(plan) = &self.planned else { return Ok(News::New) };
        let standing = self.standing(plan, capacity);
        if plan == said || standing == *said {
            return Ok(News::Known);
        }
        let members = differing(&standing, said);
        Err(Refusal::new("already-planned")
            .with("title", &standing.title)
            .with("when", standing.when)
            .with("differs", change_of(&members))
            .with("members", members.join(", ")))
    }

    /// Refuses a plan that stood once and does not stand any more.
    pub(super) fn refuse_ended(&self, said: &SessionPlanned, capacity: Option<u32>) -> Result<(), Refusal> {
        let standing = self.standing(self.in_force()?, capacity);
        let members = differing(&standing, said);
        if members.is_empty() {
            return Ok(());
        }
        let refusal = match change_of(&members) {
            "move" => Refusal::new("session-moved"),
            _ => Refusal::new("session-changed"),
        };
        Err(refusal.with("when", standing.when).with("members", members.join(", ")))
    }

    pub(super) fn renaming(&self, on: OccurredOn, said: &SessionRenamed) -> Verdict {
        let day = begins(on);
        if self.titles.stated_for(day) == Some(&said.title) {
            return Ok(News::Known);
        }
        self.in_force_on(on).map(|_| News::New)
    }

    /// A move says something new when it changes anything of what stood on the day of its decision. It may be told
    /// after the session was held, if it was decided before.
    pub(super) fn movement(&self, on: OccurredOn, said: &SessionMoved) -> Verdict {
        if let Some(plan) = &self.planned {
            let stood = Whereabouts::planned(plan).after(&self.moves, begins(on));
            if stood.moved(said) == stood {
                return Ok(News::Known);
            }
        }
        self.in_force_on(on)?;
        match &self.held {
            Some(held) if follows(on, held.on).is_err() => Err(Refusal::new("already-held").with("on", held.on)),
            Some(_) | None => Ok(News::New),
        }
    }

    pub(super) fn cancellation(&self, on: OccurredOn, said: &SessionCancelled, attended: bool) -> Verdict {
        if let Some(earlier) = &self.cancelled {
            return if (earlier.on, &earlier.fact) == (on, said) { Ok(News::Known) } else { Err(cancelled(earlier)) };
        }
        self.in_force()?;
        match &self.held {
            Some(held) => Err(Refusal::new("already-held").with("on", held.on)),
            None if attended => Err(Refusal::new("session-was-attended")),
            None => Ok(News::New),
        }
    }

    pub(super) fn holding(&self, on: OccurredOn, said: &SessionHeld, circumstances: &Circumstances) -> Verdict {
        let plan = self.in_force()?;
        if on.span().is_some_and(|(first, _)| first > circumstances.today) {
            return Err(Refusal::new("held-in-future").with("on", on).with("today", circumstances.today));
        }
        match &self.held {
            None => {
                let stands = self.whereabouts(plan);
                let time = said.time.clone().or_else(|| stands.time.filter(|_| on == stands.when));
                begun_by_now(on, time.as_deref(), circumstances).map(|()| News::New)
            }
            Some(held) if (held.on, &held.fact) == (on, said) => Ok(News::Known),
            Some(held) => Err(Refusal::new("already-held").with("on", held.on)),
        }
    }

    pub(super) fn crediting(&self, on: OccurredOn, fiche: &Id) -> Verdict {
        match news(self.fiches.get(fiche), begins(on), &true) {
            News::Known => Ok(News::Known),
            News::New => self.in_force_on(on).map(|_| News::New),
        }
    }

    pub(super) fn uncrediting(&self, on: OccurredOn, fiche: &Id) -> Verdict {
        end_of(self.fiches.get(fiche), on, || Refusal::new("not-credited").with("fiche", fiche))
    }

    pub(super) fn leading(&self, on: OccurredOn, said: &SessionLed) -> Verdict {
        match news(self.leads(said), begins(on), &true) {
            News::Known => Ok(News::Known),
            News::New => self.in_force_on(on).map(|_| News::New),
        }
    }

    pub(super) fn lead_end(&self, on: OccurredOn, said: &SessionLeadEnded) -> Verdict {
        end_of(self.leads(&led(said)), on, || Refusal::new("not-leading").with("organisation", &said.organisation))
    }

    fn leads(&self, led: &SessionLed) -> Option<&Timeline<bool>> {
        self.leaders.iter().find(|(it, _)| it == led).map(|(_, since)| since)
    }

    /// Refuses, before the session begins, what can only be seen on the spot. A date that is not known to the day is
    /// believed; the hour counts where it is known, on the day of the session.
    pub(super) fn refuse_before_start(&self, on: OccurredOn, circumstances: &Circumstances) -> Result<(), Refusal> {
        let stands = self.whereabouts(self.in_force()?);
        let held = self.held.as_ref().filter(|held| held.on.span().is_some());
        let when = held.map_or(stands.when, |held| held.on);
        let (session, seen) = (when.span(), on.span());
        let still_to_come = [session, seen].into_iter().flatten().any(|(first, _)| first > circumstances.today);
        let seen_before = matches!((session, seen), (Some((first, _)), Some((_, last))) if last < first);
        if still_to_come || seen_before {
            return Err(Refusal::new("session-not-begun").with("when", when).with("on", on));
        }
        if held.is_some() { Ok(()) } else { begun_by_now(when, stands.time.as_deref(), circumstances) }
    }

    pub(super) fn learn_planned(&mut self, plan: SessionPlanned) {
        self.titles.state(None, plan.title.clone());
        for fiche in &plan.fiches {
            self.fiches.entry(fiche.clone()).or_default().state(None, true);
        }
        self.planned = Some(plan);
    }

    pub(super) fn learn_renamed(&mut self, on: OccurredOn, said: SessionRenamed) {
        self.titles.state(begins(on), said.title);
    }

    pub(super) fn learn_moved(&mut self, on: OccurredOn, said: SessionMoved) {
        self.moves.state(begins(on), said);
    }

    pub(super) fn learn_cancelled(&mut self, said: Happened<SessionCancelled>) {
        self.cancelled = Some(said);
    }

    pub(super) fn learn_held(&mut self, said: Happened<SessionHeld>) {
        self.held = Some(said);
    }

    pub(super) fn learn_credit(&mut self, on: OccurredOn, fiche: Id, credited: bool) {
        let day = if credited { begins(on) } else { ends(on) };
        self.fiches.entry(fiche).or_default().state(day, credited);
    }

    pub(super) fn learn_led(&mut self, on: OccurredOn, said: SessionLed) {
        self.learn_lead(said, on, true);
    }

    pub(super) fn learn_lead_ended(&mut self, on: OccurredOn, said: &SessionLeadEnded) {
        self.learn_lead(led(said), on, false);
    }

    fn learn_lead(&mut self, led: SessionLed, on: OccurredOn, leads: bool) {
        let day = if leads { begins(on) } else { ends(on) };
        match self.leaders.iter_mut().find(|(it, _)| *it == led) {
            Some((_, since)) => since.state(day, leads),
            None => {
                let mut since = Timeline::default();
                since.state(day, leads);
                self.leaders.push((led, since));
            }
        }
    }
}

/// Whether something certainly happened on a day before that of something else.
fn is_before(on: OccurredOn, other: OccurredOn) -> bool {
    matches!((on.span(), other.span()), (Some((_, last)), Some((first, _))) if last < first)
}

fn led(ended: &SessionLeadEnded) -> SessionLed {
    SessionLed { organisation: ended.organisation.clone(), function: ended.function.clone() }
}

/// The end of something that must stand on that day.
fn end_of(since: Option<&Timeline<bool>>, on: OccurredOn, refusal: impl Fn() -> Refusal) -> Verdict {
    let day = ends(on);
    let since = since.ok_or_else(&refusal)?;
    match (since.stated_for(day), since.on(day)) {
        (Some(false), _) => Ok(News::Known),
        (_, Some(true)) => Ok(News::New),
        (_, Some(false) | None) => Err(refusal()),
    }
}

/// Refuses what is dated today, at an hour that is still to come.
fn begun_by_now(when: OccurredOn, time: Option<&str>, circumstances: &Circumstances) -> Result<(), Refusal> {
    let now = circumstances.time_of_day();
    match time {
        Some(time) if when.day() == Some(circumstances.today) && time > now.as_str() => {
            Err(Refusal::new("session-later-today").with("time", time).with("now", now))
        }
        Some(_) | None => Ok(()),
    }
}

fn cancelled(earlier: &Happened<SessionCancelled>) -> Refusal {
    Refusal::new("session-cancelled").with("on", earlier.on).with("motive", &earlier.fact.motive)
}

/// The members in which two plans differ.
fn differing(standing: &SessionPlanned, said: &SessionPlanned) -> Vec<String> {
    let members = |plan| serde_json::to_value(plan).unwrap_or_default();
    let (standing, said) = (members(standing), members(said));
    let Some(names) = standing.as_object() else { return Vec::new() };
    names.keys().filter(|name| standing.get(name.as_str()) != said.get(name.as_str())).cloned().collect()
}

/// What says so: a move, another title, another capacity; anything else is a correction.
fn change_of(members: &[String]) -> &'static str {
    let all = |of: &[&str]| members.iter().all(|member| of.contains(&member.as_str()));
    match () {
        () if all(&["when", "time", "minutes", "place", "mode"]) => "move",
        () if all(&["title"]) => "title",
        () if all(&["capacity"]) => "capacity",
        () => "other",
    }
}

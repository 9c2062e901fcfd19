//! What the record says of its fiches: titles, bullets, and what the bullets tell.

use std::collections::BTreeMap;

use maillage_events::body::{BodyConstituted, BodyKind};
use maillage_events::family::Family;
use maillage_events::fiche::{
    FicheNarrated, FicheRecorded, FicheStatus, FicheStatusDeclared, FicheYearOpened, MilestonePassed, ResultAchieved,
    ResultExpected, Successor,
};
use maillage_events::id::{Id, StreamId};
use maillage_events::partnership::{PartnershipFormed, PartnershipRole};
use maillage_events::quantity::Quantity;
use maillage_events::session::{
    OrganisationPresent, SessionCredited, SessionHeld, SessionKind, SessionLed, SessionMode, SessionPlanned,
};
use maillage_events::text::folded;
use maillage_events::when::OccurredOn;

use crate::oscars::bullet::Bullet;
use crate::oscars::directory::Directory;
use crate::oscars::drafting::{Drafting, shorten};
use crate::oscars::inventory::Inventory;
use crate::oscars::items::Located;
use crate::oscars::names;
use crate::oscars::narrative::{Narrated, read_bullet};
use crate::oscars::record::{NarratedFiche, Record};

/// Longest title of a session, in characters: the sentence that tells of it.
const LONGEST_TITLE: usize = 160;

/// A record that tells of more sessions than this gives the rest as figures.
const MOST_SESSIONS: u64 = 1000;

/// The fiches of one contract in one year, while they are read.
#[derive(Debug)]
pub struct Fiches<'a> {
    contract: &'a Id,
    inventory: &'a Inventory,
    year: i16,
    held: u64,
    sessions: BTreeMap<u32, Vec<(SessionKind, StreamId)>>,
    /// How often each step was told of each fiche.
    milestones: BTreeMap<(u32, String), u32>,
    shared: Vec<(Located<u32>, u32, SessionKind)>,
}

/// Asks for everything that the record says of its fiches.
pub fn draft(
    drafting: &mut Drafting,
    directory: &mut Directory,
    record: &Record,
    contract: &Id,
    inventory: &Inventory,
    year: i16,
) {
    let mut fiches = Fiches {
        contract,
        inventory,
        year,
        held: 0,
        sessions: BTreeMap::new(),
        milestones: BTreeMap::new(),
        shared: Vec::new(),
    };
    for fiche in &record.fiches {
        fiches.fiche(drafting, directory, fiche);
    }
    fiches.credit(drafting);
}

/// The identifier of a fiche: its number within its contract.
pub fn fiche_id(contract: &Id, number: u32) -> Option<Id> {
    names::under(contract, &format!("f{number:02}"))
}

impl Fiches<'_> {
    fn fiche(&mut self, drafting: &mut Drafting, directory: &mut Directory, fiche: &NarratedFiche) {
        let Some(id) = fiche_id(self.contract, fiche.number) else { return };
        let stream = StreamId::new(Family::Fiche, id.clone());
        let recorded = FicheRecorded {
            contract: self.contract.clone(),
            number: fiche.number,
            title: fiche.title.value.clone().into(),
        };
        drafting.enter(stream.clone(), &fiche.title, recorded);
        let opened = self.inventory.fiche(&id).map(|entry| entry.years.clone()).unwrap_or_default();
        if !opened.contains(&self.year) {
            let chained_to = opened.range(..self.year).next_back().copied();
            drafting.record(stream.clone(), &fiche.title, FicheYearOpened { year: self.year, chained_to });
        }
        let narrated: Vec<Vec<Narrated>> =
            fiche.bullets.iter().map(|bullet| read_bullet(&bullet.value, fiche.number)).collect();
        let active = narrated
            .iter()
            .flatten()
            .any(|it| matches!(it, Narrated::Sessions { .. } | Narrated::Group { .. } | Narrated::Achieved { .. }));
        for ((bullet, narrated), rank) in fiche.bullets.iter().zip(narrated).zip(1_u32..) {
            let Some(screened) = drafting.screened(bullet) else { continue };
            drafting.record(
                stream.clone(),
                &screened,
                FicheNarrated { year: self.year, rank, text: screened.value.clone().into() },
            );
            let mut reading =
                Bullet { fiche, id: &id, stream: &stream, at: &screened, rank, results: 0, sessions: Vec::new() };
            for it in narrated {
                match it {
                    // The words say it of the fiche when they come first and nothing else was done; later they say it
                    // of one activity.
                    Narrated::NotDeployed { .. } if rank > 1 || active => {}
                    it => self.narrated(drafting, directory, &mut reading, it),
                }
            }
        }
    }

    /// Asks for what one reading of a bullet tells.
    fn narrated(
        &mut self,
        drafting: &mut Drafting,
        directory: &mut Directory,
        bullet: &mut Bullet<'_>,
        narrated: Narrated,
    ) {
        let year = self.year;
        match narrated {
            Narrated::Sessions { kind, mode, count, said } => self.held(drafting, bullet, (kind, mode), count, &said),
            Narrated::Group { parties, said } => self.met(drafting, directory, bullet, &parties, &said),
            Narrated::Led { coordinations } => led(drafting, directory, bullet, &coordinations),
            Narrated::Within { fiche, kind } => self.shared.push((bullet.at.with(bullet.fiche.number), fiche, kind)),
            Narrated::Expected { what, quantity } => {
                if let Some(result) = bullet.result() {
                    bullet
                        .record(drafting, ResultExpected { year, result, what: what.into(), amount: quantity.into() });
                }
            }
            Narrated::Achieved { what, quantity } => self.achieved(drafting, bullet, what, quantity),
            Narrated::NotDeployed { motive, successor } => {
                let (motive, successor) = (Some(motive.into()), successor.map(|words| Successor::Words(words.into())));
                let status = FicheStatus::NotDeployed;
                bullet.record(drafting, FicheStatusDeclared { year, status, motive, successor, to_year: None });
            }
            Narrated::Milestone { said } => {
                let label = shorten(&said, LONGEST_TITLE);
                if let Some(milestone) = self.milestone(bullet.fiche.number, &label) {
                    bullet.record(drafting, MilestonePassed { milestone, year, label: label.into() });
                }
            }
            Narrated::Member { groups } => self.member(drafting, directory, bullet, &groups),
        }
    }

    /// So many sessions, each by itself; as a figure where the record would count too many.
    fn held(
        &mut self,
        drafting: &mut Drafting,
        bullet: &mut Bullet<'_>,
        kind: (SessionKind, Option<SessionMode>),
        count: u64,
        said: &str,
    ) {
        if self.held + count > MOST_SESSIONS {
            return self.achieved(drafting, bullet, shorten(said, LONGEST_TITLE), Quantity::exact(count));
        }
        self.held += count;
        for index in 1..=count {
            let suffix = if count > 1 { format!(" ({index}/{count})") } else { String::new() };
            let told = NarratedSession { kind: kind.0, mode: kind.1, said, suffix: &suffix, stands_for: None };
            self.session(drafting, bullet, &told);
        }
    }

    fn achieved(&self, drafting: &mut Drafting, bullet: &mut Bullet<'_>, what: String, quantity: Quantity) {
        if let Some(result) = bullet.result() {
            bullet.record(
                drafting,
                ResultAchieved { year: self.year, result, what: what.into(), amount: quantity.into() },
            );
        }
    }

    /// The identifier of a step, made of what is said and of how often it was said of the fiche before.
    fn milestone(&mut self, fiche: u32, label: &str) -> Option<Id> {
        let nth = self.milestones.entry((fiche, label.to_owned())).or_default();
        *nth += 1;
        let nth = if *nth > 1 { format!(" no {nth}") } else { String::new() };
        names::id(&format!("{} {label}{nth}", self.year), 64)
    }

    /// A meeting of named parties: the words say that they met, and not how often.
    fn met(
        &mut self,
        drafting: &mut Drafting,
        directory: &mut Directory,
        bullet: &mut Bullet<'_>,
        parties: &[String],
        said: &str,
    ) {
        let stands_for = Some(Quantity::Unknown { at_least: Some(1), as_said: None });
        let told = NarratedSession { kind: SessionKind::Meeting, mode: None, said, suffix: "", stands_for };
        let Some(stream) = self.session(drafting, bullet, &told) else { return };
        for party in parties {
            if let Some(organisation) = directory.organisation(drafting, bullet.at, party) {
                drafting.record(stream.clone(), bullet.at, OrganisationPresent { organisation, heads: None });
            }
        }
    }

    fn session(
        &mut self,
        drafting: &mut Drafting,
        bullet: &mut Bullet<'_>,
        told: &NarratedSession<'_>,
    ) -> Option<StreamId> {
        let of_fiche = self.sessions.entry(bullet.fiche.number).or_default();
        let id = names::under(bullet.id, &format!("{}-{}", self.year, of_fiche.len() + 1))?;
        let stream = StreamId::new(Family::Session, id);
        of_fiche.push((told.kind, stream.clone()));
        bullet.sessions.push(stream.clone());
        let title = format!("{}{}", shorten(told.said.trim_end_matches(['.', ';', ' ']), LONGEST_TITLE), told.suffix);
        let planned = SessionPlanned {
            mode: told.mode,
            contracts: vec![self.contract.clone()],
            fiches: vec![bullet.id.clone()],
            stands_for: told.stands_for.clone().map(Box::new),
            ..SessionPlanned::new(title, told.kind, OccurredOn::Year(self.year))
        };
        drafting.record(stream.clone(), bullet.at, planned);
        drafting.record(stream.clone(), bullet.at, SessionHeld::default());
        Some(stream)
    }

    /// The groups are bodies of others; the partner that the fiche is about is a member of each.
    fn member(&self, drafting: &mut Drafting, directory: &mut Directory, bullet: &Bullet<'_>, groups: &[String]) {
        let Some(member) = directory.subject_of(&bullet.fiche.title.value) else { return };
        for group in groups {
            let Some(id) = names::id(group, 32) else { continue };
            let body = StreamId::new(Family::Body, id.clone());
            let kind = if folded(group).starts_with("reseau") { BodyKind::Network } else { BodyKind::External };
            let constituted = BodyConstituted {
                kind,
                title: group.clone().into(),
                contracts: Vec::new(),
                pole: None,
                colleges: Vec::new(),
            };
            drafting.enter(body.clone(), bullet.at, constituted);
            let Some(partnership) = names::under(bullet.id, &format!("m-{id}")) else { continue };
            let party = StreamId::new(Family::Organisation, member.clone());
            let formed = PartnershipFormed { party, scope: body, role: PartnershipRole::Member, until: None };
            drafting.record(StreamId::new(Family::Partnership, partnership), bullet.at, formed);
        }
    }

    /// What happened during another fiche's session credits that session to this fiche too; it stays one session.
    fn credit(&self, drafting: &mut Drafting) {
        for (own, other, kind) in &self.shared {
            let sessions = self.sessions.get(other).map_or(&[][..], Vec::as_slice);
            let host = sessions.iter().find(|(of, _)| of == kind).or_else(|| sessions.first());
            if let (Some((_, stream)), Some(fiche)) = (host, fiche_id(self.contract, own.value)) {
                drafting.record(stream.clone(), own, SessionCredited { fiche });
            }
        }
    }
}

/// The sessions of a bullet were led by the coordinations that it names.
fn led(drafting: &mut Drafting, directory: &mut Directory, bullet: &Bullet<'_>, coordinations: &[String]) {
    for coordinated in coordinations {
        let name = format!("Coordination {coordinated}");
        let Some(organisation) = directory.organisation(drafting, bullet.at, &name) else { continue };
        for stream in &bullet.sessions {
            let led = SessionLed { organisation: organisation.clone(), function: None };
            drafting.record(stream.clone(), bullet.at, led);
        }
    }
}

/// A session as a sentence tells of it.
struct NarratedSession<'a> {
    kind: SessionKind,
    mode: Option<SessionMode>,
    said: &'a str,
    /// What tells it from the others of its sentence.
    suffix: &'a str,
    /// How many it stands for, where the sentence tells no number.
    stands_for: Option<Quantity>,
}

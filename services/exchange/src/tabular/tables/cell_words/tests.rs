use maillage_events::body::*;
use maillage_events::contract::*;
use maillage_events::discrepancy::*;
use maillage_events::fact::registry;
use maillage_events::fiche::*;
use maillage_events::funding::*;
use maillage_events::mandate::*;
use maillage_events::measure::*;
use maillage_events::organisation::*;
use maillage_events::partnership::*;
use maillage_events::person::*;
use maillage_events::pole::*;
use maillage_events::session::*;
use maillage_events::space::*;

use super::*;
use crate::tabular::tables::table_words::*;

/// Words that stand for no member of a list, and members that no word of files stands for.
fn unmatched(words: CellWords, members: &[&'static str]) -> Vec<&'static str> {
    let strange = words.iter().map(|(_, word)| *word).filter(|word| !members.contains(word));
    let unnamed = members.iter().copied().filter(|member| words.iter().all(|(_, word)| word != member));
    strange.chain(unnamed).collect()
}

macro_rules! lists {
    ($($words:ident for $list:ident),+ $(,)?) => {
        [$((stringify!($words), $words, $list::ALL.iter().map(|member| member.as_str()).collect())),+]
    };
}

/// A misspelt word would read as an empty cell, and a member without one could not be imported.
#[test]
fn each_list_of_words_gives_each_member_of_its_list_of_facts() {
    let lists: [(&str, CellWords, Vec<&'static str>); 39] = lists! {
        CONTRACT_KINDS for ContractKind, TERRITORY_LEVELS for TerritoryLevel, AXIS_NATURES for AxisNature,
        CAPACITIES for PartyCapacity, PARTY_SORTS for PartySort, SPACE_KINDS for SpaceKind,
        ORGANISATION_KINDS for OrganisationKind, MISSIONS for Mission, BODY_KINDS for BodyKind,
        COLLEGES for College, FICHE_STATUSES for FicheStatus, FICHE_ROLES for FicheRole,
        OUTCOME_CATEGORIES for OutcomeCategory, PARTNERSHIP_ROLES for PartnershipRole, UNITS for Unit,
        SESSION_TYPES for SessionType, SESSION_MODES for SessionMode, RECORDS for AttendanceRecorded,
        AUDIENCES for Audience, QUALITIES for Quality, AGES for AgeCell,
        SEXES for Sex, QPV_ANSWERS for QpvCell, GIVEN_BACK_FOR for GivenBackFor, REFERRAL_WAYS for ReferralWay,
        ASKED_BY for AskedBy, SEEN_SCOPES for SeenCell, NATURES for DiscrepancyNature,
        CONTACT_CHANNELS for ContactChannel, CONTACT_OUTCOMES for ContactOutcome, KIND_GIFTS for KindGift,
        COLLECTION_METHODS for CollectionMethod, IDENTIFIER_SCHEMES for IdentifierScheme, RENEWALS for RenewalWord,
        TIME_ZONES for FrenchZone,
        OBJECTIONS for ObjectedTo, FUNDING_STATES for FundingState, SESSION_STATES for SessionState,
        ABSENCES for Absence,
    };
    let declared = include_str!("../cell_words.rs").matches("\npub const ").count();
    assert_eq!(lists.len(), declared, "a list of words is held to no list of members");
    for (name, words, members) in lists {
        assert_eq!(unmatched(words, &members), Vec::<&str>::new(), "{name}");
    }
    assert_eq!(unmatched(&[("ville", "town")], &["city"]), ["town", "city"]);
}

/// The states of a row stand for facts: a word without its kind would be a state that nobody records.
#[test]
fn each_state_of_a_row_is_a_kind_of_fact() {
    let is_kind = |kind: &str| registry().any(|info| info.kind == kind);
    for state in FundingState::ALL {
        assert!(is_kind(&format!("funding.{}", state.as_str())), "{state:?}");
    }
    for state in SessionState::ALL {
        assert!(is_kind(&format!("session.{}", state.as_str())), "{state:?}");
    }
    assert!(!is_kind("session.forgotten"));
}

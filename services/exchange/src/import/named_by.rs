//! What names a fact among those of its kind in one stream, so that a row is known again when another of its cells
//! changed: a presence by its person, a payment by its identifier.

/// Kinds that a stream holds one of at a time: their kind names them.
const ALONE: &[&str] = &[
    "action.carrier_ended",
    "action.carrier_named",
    "action.categories_recorded",
    "action.chained",
    "action.recorded",
    "agreement.ended",
    "agreement.renewed",
    "agreement.signed",
    "body.constituted",
    "category.recorded",
    "contract.completed",
    "contract.prepared",
    "contract.signed",
    "contract.territory_changed",
    "discrepancy.explained",
    "discrepancy.flagged",
    "fiche.recorded",
    "fiche.renumbered",
    "funding.budget_declared",
    "funding.declined",
    "funding.requested",
    "import.recorded",
    "mandate.ended",
    "mandate.granted",
    "organisation.recorded",
    "organisation.renamed",
    "organisation.succeeded",
    "partnership.ended",
    "partnership.formed",
    "partnership.role_changed",
    "person.erased",
    "person.merged",
    "person.minority_declared",
    "person.objected",
    "person.objection_withdrawn",
    "person.registered",
    "person.unmerged",
    "pole.cadence_set",
    "pole.closed",
    "pole.opened",
    "session.cancelled",
    "session.capacity_changed",
    "session.held",
    "session.moved",
    "session.planned",
    "session.renamed",
    "space.loss_accepted",
    "space.opened",
    "space.renamed",
];

/// Kinds that a stream holds several of, each with the members that tell one from another.
const AMONG_OTHERS: &[(&str, &[&str])] = &[
    ("action.classified", &["facet", "values"]),
    ("action.objective_dropped", &["level", "rank"]),
    ("action.objective_set", &["level", "rank"]),
    ("action.text_recorded", &["section", "rank"]),
    ("action.unclassified", &["facet", "values"]),
    ("attendance.absence_observed", &["person", "part"]),
    ("attendance.connections_recorded", &["sheet"]),
    ("attendance.headcount_recorded", &["sheet"]),
    ("attendance.observed", &["person", "part"]),
    ("attendance.organisation_present", &["organisation"]),
    ("attendance.referral_made", &["referral"]),
    ("attendance.visits_recorded", &["sheet"]),
    ("attendance.withdrawn", &["person", "part"]),
    ("body.seat_given", &["organisation", "person", "college"]),
    ("body.seat_left", &["organisation", "person", "college"]),
    ("contract.amended", &["object"]),
    ("contract.axis_closed", &["code"]),
    ("contract.axis_defined", &["code"]),
    ("contract.context_recorded", &["indicator"]),
    ("contract.evaluated", &["evaluator", "from", "to"]),
    ("contract.party_engaged", &["organisation", "capacity"]),
    ("contract.party_left", &["organisation", "capacity"]),
    ("fiche.attached", &["axis"]),
    ("fiche.category_dropped", &["code"]),
    ("fiche.category_retained", &["code"]),
    ("fiche.detached", &["axis"]),
    ("fiche.milestone_passed", &["milestone"]),
    ("fiche.narrated", &["year", "rank"]),
    ("fiche.result_achieved", &["year", "result"]),
    ("fiche.result_expected", &["year", "result"]),
    ("fiche.role_ended", &["organisation", "person", "role"]),
    ("fiche.role_named", &["organisation", "person", "role"]),
    ("fiche.status_declared", &["year"]),
    ("fiche.year_opened", &["year"]),
    ("funding.allocated", &["movement"]),
    ("funding.contributed", &["movement"]),
    ("funding.notified", &["notification"]),
    ("funding.paid", &["movement"]),
    ("funding.refunded", &["movement"]),
    ("funding.released", &["movement"]),
    ("funding.revised", &["notification"]),
    ("funding.spent", &["movement"]),
    ("mandate.extended", &["contract"]),
    ("measure.declared", &["subject", "indicator", "period"]),
    ("organisation.identified", &["scheme", "value"]),
    ("organisation.identifier_ended", &["scheme", "value"]),
    ("person.informed", &["notice"]),
    ("person.quality_ended", &["quality"]),
    ("person.quality_recognised", &["quality"]),
    ("person.responsible_ended", &["adult"]),
    ("person.responsible_named", &["adult"]),
    ("pole.contact_tried", &["contact"]),
    ("pole.referent_left", &["deputy"]),
    ("pole.referent_named", &["deputy"]),
    ("session.credited", &["fiche"]),
    ("session.lead_ended", &["organisation", "function"]),
    ("session.led", &["organisation", "function"]),
    ("session.uncredited", &["fiche"]),
    ("signup.cancelled", &["signup"]),
    ("signup.confirmed", &["signup"]),
    ("signup.requested", &["signup"]),
    ("signup.waiting", &["signup"]),
];

/// The members that name a fact of a kind in its stream; none where the kind names it. `None` for a kind that no file
/// gives.
pub fn named_by(kind: &str) -> Option<&'static [&'static str]> {
    if ALONE.contains(&kind) {
        return Some(&[]);
    }
    AMONG_OTHERS.iter().find(|(known, _)| *known == kind).map(|(_, members)| *members)
}

/// Refusals that say that something else stands already: what is refused by them is a row that changed, not a bad one.
pub const OTHERWISE: &[&str] = &[
    "already-absent",
    "already-held",
    "already-merged",
    "already-over",
    "already-planned",
    "already-present",
    "already-signed",
    "already-signed-up",
    "already-succeeded",
    "axis-closed-already",
    "axis-defined-otherwise",
    "categories-known-otherwise",
    "chained-otherwise",
    "contact-known-otherwise",
    "milestone-known-otherwise",
    "movement-known-otherwise",
    "notification-known-otherwise",
    "organisation-present-otherwise",
    "party-sorted-otherwise",
    "rank-taken",
    "recorded-otherwise",
    "referral-known-otherwise",
    "session-cancelled",
    "sheet-already-replaced",
    "sheet-known-otherwise",
    "signup-known-otherwise",
    "year-opened-otherwise",
];

#[cfg(test)]
mod tests {
    use maillage_events::fact::registry;
    use maillage_events::messages::{Language, keys};

    use super::*;

    /// Kinds whose names no row of a file is compared by.
    fn is_of_no_file(kind: &str) -> bool {
        ["amendment.", "lamp."].iter().any(|family| kind.starts_with(family))
    }

    #[test]
    fn each_kind_is_named_once_and_by_members_that_it_has() {
        for info in registry().filter(|info| !is_of_no_file(info.kind)) {
            let listed = ALONE.iter().filter(|kind| **kind == info.kind).count()
                + AMONG_OTHERS.iter().filter(|(kind, _)| *kind == info.kind).count();
            assert_eq!(listed, 1, "{}", info.kind);
        }
        assert_eq!(named_by("moon.landed"), None, "the control");
    }

    /// Refusals that speak of what is there already, or otherwise, within one payload or of an amendment.
    const OF_THE_ROW_ITSELF: &[&str] =
        &["already-amended", "already-seen-above-total", "already-seen-of-what", "scope-without-already-seen"];

    #[test]
    fn each_refusal_that_says_that_something_stands_is_listed() {
        let says = |code: &&str| code.split('-').any(|word| matches!(word, "already" | "otherwise"));
        let catalogue: Vec<String> = keys(Language::French).into_values().flatten().collect();
        let said: Vec<&str> = catalogue.iter().filter_map(|key| key.strip_prefix("refusal-")).filter(says).collect();
        let forgotten: Vec<&&str> =
            said.iter().filter(|code| !OTHERWISE.contains(code) && !OF_THE_ROW_ITSELF.contains(code)).collect();
        assert_eq!(forgotten, Vec::<&&str>::new());
        assert!(said.len() > 20, "the control: {said:?}");
        for code in OTHERWISE {
            assert!(catalogue.contains(&format!("refusal-{code}")), "{code}");
        }
    }
}

//! Rules over several streams: somebody erased is given nothing, whatever the family.

use maillage_events::body::{BodyConstituted, SeatGiven, SeatLeft};
use maillage_events::declare::{Example, example_person};
use maillage_events::fact::Fact;
use maillage_events::fiche::{FicheRecorded, FicheRoleEnded, FicheRoleNamed};
use maillage_events::organisation::OrganisationRecorded;
use maillage_events::person::*;
use maillage_events::pole::{PoleOpened, ReferentLeft, ReferentNamed};

use crate::register_space::*;
use crate::support::*;

/// Seats, roles and charges; what ends may still be told of somebody erased.
#[test]
fn an_erased_person_is_given_nothing_anywhere() {
    let mut space = persons();
    let one = Some(example_person(1));
    let begun: [(&str, Fact, Fact); 3] = [
        (
            "body/b",
            BodyConstituted::example().into(),
            SeatGiven { organisation: None, person: one, ..SeatGiven::example() }.into(),
        ),
        (
            "fiche/f",
            FicheRecorded::example().into(),
            FicheRoleNamed { organisation: None, person: one, ..FicheRoleNamed::example() }.into(),
        ),
        (
            "pole/p",
            PoleOpened::example().into(),
            ReferentNamed { organisation: None, person: one, ..ReferentNamed::example() }.into(),
        ),
    ];
    let ends: [Fact; 3] = [
        SeatLeft { organisation: None, person: one, ..SeatLeft::example() }.into(),
        FicheRoleEnded { organisation: None, person: one, ..FicheRoleEnded::example() }.into(),
        ReferentLeft::example().into(),
    ];
    for (stream, first, given) in &begun {
        space.record(stream, "2016-01-01", first.clone()).unwrap();
        space.record(stream, "2016-01-01", given.clone()).unwrap();
    }
    let practice = OrganisationRecorded { practitioner: one, ..OrganisationRecorded::example() };
    space.person(1, PersonErased::example()).unwrap();
    for ((stream, _, given), end) in begun.into_iter().zip(ends) {
        assert!(space.record(stream, "2016-06-01", end).is_ok(), "{stream}");
        assert_eq!(refused(space.record(stream, "2016-09-01", given)), "person-erased", "{stream}");
    }
    assert_eq!(refused(space.record("organisation/o", "2016", practice)), "person-erased");
    space.person(3, MinorityDeclared { through: 2016 }).unwrap();
    space.person(3, PersonInformed::example()).unwrap();
    let adult = ResponsibleNamed { adult: example_person(1), until: None };
    assert_eq!(refused(space.person(3, adult)), "person-erased");
    let seat = SeatGiven { organisation: None, person: Some(example_person(2)), ..SeatGiven::example() };
    space.record("body/c", "2016-01-01", BodyConstituted::example()).unwrap();
    let given = space.record("body/c", "2016-01-01", seat.clone()).unwrap();
    let moved = SeatGiven { person: one, ..seat };
    assert_eq!(refused(space.correct("body/c", given, moved)), "person-erased", "no correction names them either");
}

//! What somebody gives up of a store of which a part is missing.

use std::str::FromStr;

use maillage_events::id::SpaceId;
use maillage_log::identity::Lost;
use maillage_log::identity::judge::way_out;

use crate::failure::Failure;

/// A position after which a loss is accepted, in one space or in whichever stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcceptedLoss {
    space: Option<SpaceId>,
    position: u64,
}

impl FromStr for AcceptedLoss {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (space, position) = match text.split_once('=') {
            Some((space, position)) => {
                (Some(space.parse::<SpaceId>().map_err(|why| format!("« {space} »: {why}"))?), position)
            }
            None => (None, text),
        };
        let position = position.parse::<u64>().map_err(|_| format!("« {text} » is not POSITION or SPACE=POSITION"))?;
        Ok(Self { space, position })
    }
}

impl AcceptedLoss {
    fn covers(&self, lost: &Lost) -> bool {
        lost.after().is_some_and(|(space, position)| {
            position == self.position && self.space.as_ref().is_none_or(|accepted| accepted == space)
        })
    }
}

/// Whether every loss is accepted, at the very position after which it begins.
pub fn covered(lost: &[Lost], accepted: &[AcceptedLoss]) -> Result<(), Failure> {
    if lost.iter().all(|lost| accepted.iter().any(|accepted| accepted.covers(lost))) {
        Ok(())
    } else {
        Err(Failure::Failed(way_out(lost)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loss_is_accepted_at_its_very_position_and_nowhere_else() {
        let lost = |space: &str, stood| Lost::Facts {
            space: space.parse().unwrap(),
            stood,
            witnessed: 2002,
            witness: "rows".to_owned(),
        };
        let accepted = |text: &str| text.split(',').map(|one| one.parse().unwrap()).collect::<Vec<AcceptedLoss>>();
        let both = [lost("lille", 2000), lost("lens", 7)];
        for (text, is_covered) in [
            ("lille=2000,lens=7", true),
            ("2000,7", true),
            ("lille=2000", false),
            ("lille=2001,lens=7", false),
            ("lens=2000,lille=7", false),
        ] {
            assert_eq!(covered(&both, &accepted(text)).is_ok(), is_covered, "{text}");
        }
        assert!(covered(&[Lost::OtherStore { witness: "rows".to_owned() }], &accepted("2000")).is_err());
        assert!("lille".parse::<AcceptedLoss>().is_err() && "=3".parse::<AcceptedLoss>().is_err());
    }
}

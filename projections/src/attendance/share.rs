//! A share of people, as far as it is known.

use maillage_events::messages::{Language, message, say};
use maillage_events::session::{Marginals, QpvSide, Quality};

use super::answers::Presence;
use super::span::Span;
use crate::figures::{percent, percent_at_least, percent_at_most, percent_shown};

/// People of whom something is so, of whom it is not so, and of whom nobody knows. Some may not belong here at all:
/// they widen both bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Share {
    /// Of whom it is so.
    pub yes: u64,
    /// Of whom it is not.
    pub no: u64,
    /// Of whom nobody knows.
    pub unknown: Span,
    /// Of whom it is so, where they belong here.
    pub perhaps_yes: u64,
    /// Of whom it is not, where they belong here.
    pub perhaps_no: u64,
}

/// A part of a whole.
type Ratio = (u64, u64);

impl Share {
    /// One person, of whom it is so, or not, or nobody knows.
    pub const fn one(is_so: Option<bool>) -> Self {
        let unknown = Span::exactly(if is_so.is_none() { 1 } else { 0 });
        let (yes, no) = match is_so {
            Some(true) => (1, 0),
            Some(false) => (0, 1),
            None => (0, 0),
        };
        Self { yes, no, unknown, perhaps_yes: 0, perhaps_no: 0 }
    }

    /// Both together.
    pub fn and(self, other: Self) -> Self {
        Self {
            yes: self.yes.saturating_add(other.yes),
            no: self.no.saturating_add(other.no),
            unknown: self.unknown.and(other.unknown),
            perhaps_yes: self.perhaps_yes.saturating_add(other.perhaps_yes),
            perhaps_no: self.perhaps_no.saturating_add(other.perhaps_no),
        }
    }

    /// The same where more may have come, of whom nobody knows.
    pub const fn open_if(self, may_lack: bool) -> Self {
        Self { unknown: self.unknown.open_if(may_lack), ..self }
    }

    /// The same, and people who may not belong here.
    pub fn perhaps(self, other: Self) -> Self {
        let more = |sum: u64, of: u64, also: u64| {
            let unknown = other.unknown.at_most().unwrap_or(0);
            sum.saturating_add(of).saturating_add(also).saturating_add(unknown)
        };
        Self {
            unknown: self.unknown.open_if(other.unknown.at_most().is_none()),
            perhaps_yes: more(self.perhaps_yes, other.yes, other.perhaps_yes),
            perhaps_no: more(self.perhaps_no, other.no, other.perhaps_no),
            ..self
        }
    }

    /// Of how many it is known whether it is so.
    pub const fn known(self) -> Span {
        let least = self.yes.saturating_add(self.no);
        let perhaps = self.perhaps_yes.saturating_add(self.perhaps_no);
        Span::between(least, Some(least.saturating_add(perhaps)))
    }

    /// The least and the most that the share may be; `None` where there is nobody.
    fn ratios(self) -> Option<(Ratio, Ratio)> {
        let known = self.yes.saturating_add(self.no);
        let (least, most) = match self.unknown.at_most() {
            Some(unknown) => {
                let all = known.saturating_add(unknown);
                let so = self.yes.saturating_add(unknown).saturating_add(self.perhaps_yes);
                ((self.yes, all.saturating_add(self.perhaps_no)), (so, all.saturating_add(self.perhaps_yes)))
            }
            None => ((0, 1), (1, 1)),
        };
        match (least.1, most.1) {
            (0, 0) => None,
            (0, _) => Some((most, most)),
            (_, 0) => Some((least, least)),
            _ => Some((least, most)),
        }
    }

    /// The share in percent, where it is one number.
    pub fn percent(self) -> Option<String> {
        let ((part, whole), (most, of)) = self.ratios()?;
        let is_one = u128::from(part) * u128::from(of) == u128::from(most) * u128::from(whole);
        if is_one { percent(part, whole) } else { None }
    }

    /// At least and at most in percent, rounded outwards; `None` where there is nobody.
    pub fn bounds(self) -> Option<[String; 2]> {
        if let Some(percent) = self.percent() {
            return Some([percent.clone(), percent]);
        }
        let ((part, whole), (most, of)) = self.ratios()?;
        Some([percent_at_least(part, whole)?, percent_at_most(most, of)?])
    }

    /// For people: `25,00 %`, or `25,00 % à 66,67 %`; `None` where nothing is known of it.
    pub fn shown(self, language: Language) -> Option<String> {
        let [least, most] = self.bounds()?;
        let of = |percent: &str| percent_shown(language, percent);
        if least == most {
            return Some(of(&least));
        }
        if self.ratios()? == ((0, 1), (1, 1)) || self.known().at_least() == 0 {
            return Some(say(language, "figure-unknown"));
        }
        Some(message(language, "figure-bounds", &[("min", of(&least)), ("max", of(&most))]))
    }
}

/// Whether somebody uses what is offered, whatever they are besides; `None` where the quality was not said.
pub fn is_user(quality: Quality) -> Option<bool> {
    match quality {
        Quality::Inhabitant | Quality::RelayInhabitant | Quality::User | Quality::Carer => Some(true),
        Quality::Professional | Quality::Elected | Quality::Volunteer => Some(false),
        Quality::Unknown => None,
    }
}

/// Of the heads of a sheet: users, and others.
pub fn users_told(marginals: &Marginals) -> [u64; 2] {
    count(marginals.quality.iter().flatten().map(|(quality, heads)| (is_user(*quality), *heads)))
}

/// Whether somebody lives in a priority neighbourhood.
fn is_inside(side: QpvSide) -> Option<bool> {
    match side {
        QpvSide::Inside => Some(true),
        QpvSide::Outside => Some(false),
        QpvSide::Unknown => None,
    }
}

/// Of the heads of a sheet: those of a priority neighbourhood, and others.
pub(super) fn inside_told(marginals: &Marginals) -> [u64; 2] {
    let answers = marginals.qpv.iter().flat_map(|qpv| &qpv.answers);
    count(answers.map(|(side, heads)| (is_inside(*side), *heads)))
}

pub(super) fn lives_inside(presence: &Presence) -> Option<bool> {
    presence.qpv.and_then(|qpv| is_inside(qpv.side()))
}

fn count(answers: impl Iterator<Item = (Option<bool>, u64)>) -> [u64; 2] {
    answers.fold([0, 0], |[yes, no]: [u64; 2], (is_so, heads)| match is_so {
        Some(true) => [yes.saturating_add(heads), no],
        Some(false) => [yes, no.saturating_add(heads)],
        None => [yes, no],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(yes: u64, no: u64, unknown: Option<u64>) -> Share {
        Share { yes, no, unknown: Span::between(0, unknown), ..Share::default() }
    }

    fn shown(share: Share) -> Option<String> {
        share.shown(Language::French).map(|it| it.replace(['\u{2068}', '\u{2069}', '\u{202f}'], ""))
    }

    #[test]
    fn those_of_whom_nobody_knows_make_an_interval() {
        assert_eq!(share(1, 0, Some(3)).bounds(), Some(["25.00", "100.00"].map(str::to_owned)));
        assert_eq!(shown(share(1, 1, Some(1))).as_deref(), Some("33,33% à 66,67%"));
        assert_eq!(shown(share(1, 2, Some(0))).as_deref(), Some("33,33%"));
        assert_eq!((share(1, 2, Some(0)).percent().as_deref(), share(1, 2, Some(1)).percent()), (Some("33.33"), None));
        assert_eq!(shown(share(0, 0, Some(0))), None, "nobody");
    }

    #[test]
    fn an_interval_is_rounded_outwards() {
        let [least, most] = share(2, 0, Some(1)).bounds().unwrap();
        assert_eq!((least.as_str(), most.as_str()), ("66.66", "100.00"));
        let [_, most] = share(0, 2, Some(1)).bounds().unwrap();
        assert_eq!(most, "33.34");
    }

    #[test]
    fn without_a_bound_of_the_unknown_nothing_is_known_of_the_share() {
        assert_eq!(share(3, 1, None).bounds(), Some(["0.00", "100.00"].map(str::to_owned)));
        assert_eq!(shown(share(3, 1, None)).as_deref(), Some("n.r."));
    }

    #[test]
    fn people_who_may_not_belong_here_widen_both_bounds() {
        let some = Share { perhaps_yes: 2, perhaps_no: 1, ..share(1, 1, Some(0)) };
        assert_eq!(some.bounds(), Some(["33.33", "75.00"].map(str::to_owned)));
        assert_eq!(share(1, 1, Some(0)).perhaps(share(2, 1, Some(0))), some);
        assert_eq!(share(1, 1, Some(0)).perhaps(share(2, 1, None)).bounds(), share(1, 1, None).bounds());
    }
}

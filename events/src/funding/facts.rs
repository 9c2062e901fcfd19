//! What happens to a funding: one funder, one object; integer cents.
//!
//! Money moves by named movements and is granted by named notifications, so that two equal payments of one day are two
//! and one payment said twice is one.

use crate::closed_list::closed_list;
use crate::decimal::Decimal;
use crate::declare::{example_id, fact_family, payload};
use crate::family::Family;
use crate::funding::{Grant, Years};
use crate::id::{Id, StreamId};
use crate::text::Text;

closed_list! {
    /// What is given in kind.
    pub enum KindGift {
        /// Rooms, buildings.
        Premises = "premises",
        /// Things that are lent or given.
        Equipment = "equipment",
        /// People's time.
        Staff = "staff",
        /// Anything else.
        Other = "other",
    }
}

fn example_object() -> StreamId {
    StreamId::new(Family::Action, example_id("animation-2016"))
}

payload! {
    /// Money is asked for. Said again for a later day, the request is another one from then on.
    pub struct FundingRequested {
        /// From whom.
        pub funder: Id,
        /// For what: `action/…`, `contract/…`, `fiche/…`, `pole/…`.
        pub object: StreamId,
        /// For which years.
        pub years: Option<Years>,
        /// How much, in cents.
        pub cents: u64,
        /// What the request is called.
        pub label: Option<Text>,
    } = Self {
        funder: example_id("ars"),
        object: example_object(),
        years: Some(Years::one(2016)),
        cents: 1_500_000,
        label: None,
    };
    /// The funder grants nothing.
    pub struct FundingDeclined {
        /// Why.
        pub motive: Option<Text>,
        /// Whose money for what, where nothing else on the funding says it.
        pub grant: Option<Grant>,
    } = Self { motive: Some("Enveloppe épuisée".into()), grant: None };
    /// Money is granted. Each notification adds to those before it.
    pub struct FundingNotified {
        /// Which notification, chosen by whoever records it; the same is never another one.
        pub notification: Id,
        /// By whom.
        pub funder: Id,
        /// For what.
        pub object: StreamId,
        /// For which years; absent when the source does not say.
        pub years: Option<Years>,
        /// How much, in cents; 0 where nothing was granted.
        pub cents: u64,
    } = Self {
        notification: example_id("notification-1"),
        funder: example_id("ars"),
        object: example_object(),
        years: Some(Years::one(2016)),
        cents: 1_500_000,
    };
    /// A notification is replaced by another amount.
    pub struct FundingRevised {
        /// Which notification.
        pub notification: Id,
        /// The amount that it comes to from then on, in cents; 0 where it is taken back.
        pub cents: u64,
        /// Why.
        pub motive: Text,
    } = Self {
        notification: example_id("notification-1"),
        cents: 1_200_000,
        motive: "Réduction de l'enveloppe régionale".into(),
    };
    /// Money is paid out.
    pub struct FundingPaid {
        /// Which movement, chosen by whoever records it; the same is never another one.
        pub movement: Id,
        /// How much, in cents.
        pub cents: u64,
        /// What for.
        pub motive: Option<Text>,
        /// Whose money for what, where nothing else on the funding says it yet.
        pub grant: Option<Grant>,
    } = Self { movement: example_id("versement-1"), cents: 750_000, motive: None, grant: None };
    /// Money that was paid goes back to the funder.
    pub struct FundingRefunded {
        /// Which movement.
        pub movement: Id,
        /// How much, in cents.
        pub cents: u64,
        /// What for.
        pub motive: Option<Text>,
        /// Whose money for what, where nothing else on the funding says it yet.
        pub grant: Option<Grant>,
    } = Self {
        movement: example_id("remboursement-1"),
        cents: 50_000,
        motive: Some("Solde non consommé".into()),
        grant: None,
    };
    /// Money is spent.
    pub struct FundingSpent {
        /// Which movement.
        pub movement: Id,
        /// How much, in cents.
        pub cents: u64,
        /// On what.
        pub motive: Option<Text>,
        /// Whose money for what, where nothing else on the funding says it yet.
        pub grant: Option<Grant>,
    } = Self { movement: example_id("depense-1"), cents: 100_000, motive: None, grant: None };
    /// Part of the granted money goes to a fiche.
    pub struct FundingAllocated {
        /// Which movement.
        pub movement: Id,
        /// Which fiche.
        pub fiche: Id,
        /// How much, in cents.
        pub cents: u64,
    } = Self { movement: example_id("affectation-1"), fiche: example_id("f-4"), cents: 200_000 };
    /// Money that was allocated to a fiche is free again.
    pub struct FundingReleased {
        /// Which movement.
        pub movement: Id,
        /// Which fiche.
        pub fiche: Id,
        /// How much, in cents.
        pub cents: u64,
    } = Self { movement: example_id("liberation-1"), fiche: example_id("f-4"), cents: 50_000 };
    /// Something other than money is given; it never adds to the money.
    pub struct FundingContributed {
        /// Which movement.
        pub movement: Id,
        /// What.
        pub nature: KindGift,
        /// What it is worth, in cents, where somebody says so.
        pub cents: Option<u64>,
        /// How much of a full-time post.
        pub fte: Option<Decimal>,
        /// How many hours.
        pub hours: Option<Decimal>,
        /// What exactly.
        pub motive: Option<Text>,
        /// Who gives it for what, where nothing else on the funding says it yet.
        pub grant: Option<Grant>,
    } = Self {
        movement: example_id("salle-1"),
        nature: KindGift::Premises,
        cents: None,
        fte: None,
        hours: "12.5".parse().ok(),
        motive: Some("Salle de réunion prêtée".into()),
        grant: Some(Grant {
            funder: example_id("ville"),
            object: example_object(),
            years: Some(Years::one(2016)),
        }),
    };
    /// A budget that a source states for something, without saying who pays how much.
    pub struct BudgetDeclared {
        /// For what.
        pub object: StreamId,
        /// How much, in cents.
        pub cents: u64,
        /// For which year; absent when the source does not say.
        pub year: Option<i16>,
        /// Who pays, in the source's words.
        #[serde(default)]
        pub origins: Vec<Text>,
    } = Self {
        object: StreamId::new(Family::Contract, example_id("poles-ressources-sante")),
        cents: 8_000_000,
        year: None,
        origins: vec!["Ville de Lille".into()],
    };
}

fact_family! {
    /// Facts of funding.
    FundingFact {
        /// A funding was requested.
        Requested(FundingRequested) = "funding.requested", 1, First, Statement, Public, Amendable, Ahead;
        /// A funding was declined.
        Declined(FundingDeclined) = "funding.declined", 1, First, Statement, Public, Amendable, Done;
        /// A funding was notified.
        Notified(FundingNotified) = "funding.notified", 1, First, Event, Public, Amendable, Done;
        /// A notification was revised.
        Revised(FundingRevised) = "funding.revised", 1, Later, Statement, Public, Amendable, Done;
        /// A funding was paid.
        Paid(FundingPaid) = "funding.paid", 1, First, Event, Public, Amendable, Done;
        /// Money was paid back.
        Refunded(FundingRefunded) = "funding.refunded", 1, First, Event, Public, Amendable, Done;
        /// Part of it was spent.
        Spent(FundingSpent) = "funding.spent", 1, First, Event, Public, Amendable, Done;
        /// Part of it was allocated to a fiche.
        Allocated(FundingAllocated) = "funding.allocated", 1, Later, Event, Public, Amendable, Done;
        /// Part of what a fiche was allocated was released.
        Released(FundingReleased) = "funding.released", 1, Later, Event, Public, Amendable, Done;
        /// Something was given in kind.
        Contributed(FundingContributed) = "funding.contributed", 1, First, Event, Public, Amendable, Done;
        /// A budget was declared.
        BudgetDeclared(BudgetDeclared) = "funding.budget_declared", 1, First, Statement, Public, Amendable, Ahead;
    }
}

//! What happens to a category of organisations ("bailleurs sociaux"): listed, never a node of the network.

use crate::declare::{fact_family, payload};
use crate::text::Text;

payload! {
    /// A category enters the directory.
    pub struct CategoryRecorded {
        /// Its name.
        pub name: Text,
    } = Self { name: "Bailleurs sociaux".into() };
}

fact_family! {
    /// Facts of categories of organisations.
    CategoryFact {
        /// A category was recorded.
        Recorded(CategoryRecorded) = "category.recorded", 1, First, Statement, Public, Amendable, Done;
    }
}

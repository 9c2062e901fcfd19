//! Where facts live and travel: what most commands take.

use std::path::PathBuf;

use clap::Args;

use crate::accepted::AcceptedLoss;
use crate::config::GivenSettings;
use crate::store::StoreAddress;

/// Where facts live.
#[derive(Debug, Clone, Args)]
pub struct StoreArgs {
    /// The store: sqlite:PATH, or postgres://user@host/database.
    #[arg(long, env = "MAILLAGE_STORE", value_name = "STORE", hide_env_values = true)]
    pub store: Option<StoreAddress>,
    /// Certificate authorities of the database (PEM), beside the system's.
    #[arg(long, env = "MAILLAGE_POSTGRES_CA", value_name = "FILE")]
    pub postgres_ca: Option<PathBuf>,
    /// The vault's root key: the same on every node of a store.
    #[arg(long, env = "MAILLAGE_VAULT_KEY", value_name = "FILE")]
    pub vault_key: Option<PathBuf>,
    /// Take a database whose settings may lose acknowledged facts in a power cut.
    #[arg(long = "i-accept-loss")]
    pub accept_loss: bool,
    /// Vouch for this machine's clock, once: record by it although it is far from what the store last saw. The log says
    /// so.
    #[arg(long)]
    pub accept_clock: bool,
}

/// What is given up of a store of which a part is missing.
#[derive(Debug, Clone, Args)]
pub struct LossArgs {
    /// Give up what is missing after this position, as the refusal named it; a fact says so. Of several spaces each by
    /// its name.
    #[arg(long, value_name = "[SPACE=]POSITION,…", value_delimiter = ',')]
    pub accept_loss_after: Vec<AcceptedLoss>,
}

/// Where facts travel.
#[derive(Debug, Clone, Args)]
pub struct KafkaArgs {
    /// Kafka's bootstrap servers.
    #[arg(long, env = "MAILLAGE_KAFKA", value_name = "HOST:PORT,…")]
    pub kafka: Option<String>,
    /// How the brokers are reached when they ask for TLS or a password: properties of librdkafka, one name=value a
    /// line, as for kcat -F.
    #[arg(long, env = "MAILLAGE_KAFKA_CONFIG", value_name = "FILE")]
    pub kafka_config: Option<PathBuf>,
    /// The topic of facts; maillage.facts.v1 by default.
    #[arg(long, env = "MAILLAGE_TOPIC", value_name = "TOPIC")]
    pub topic: Option<String>,
}

impl StoreArgs {
    /// What was said of the store, and nothing else yet.
    pub fn said(self) -> GivenSettings {
        let Self { store, postgres_ca, vault_key, accept_loss, accept_clock } = self;
        GivenSettings { store, postgres_ca, vault_key, accept_loss, accept_clock, ..GivenSettings::default() }
    }
}

impl KafkaArgs {
    /// What was said of Kafka, beside what was said of the store.
    pub fn said(self, store: StoreArgs) -> GivenSettings {
        let Self { kafka, kafka_config, topic } = self;
        GivenSettings { kafka, kafka_config, topic, ..store.said() }
    }
}

//! Rows removed with their checkpoints, for benches: each round begins with none.

use maillage_events::id::SpaceId;

use super::PostgresRows;
use super::session::{BEGIN, Session};
use crate::ProjectorError;

const FORGET: &str = include_str!("forget/forget.sql");

/// The room is given back at once: what the server cleans by itself, it cleans while a bench measures.
const CLEAN: &str =
    "vacuum (analyze) maillage_projections.rows, maillage_projections.generations, maillage_projections.checkpoints,
    maillage_projections.spaces";

const WEIGH: &str = "select coalesce(sum(octet_length(stored_rows.key) + octet_length(stored_rows.row)), 0)::bigint
    from maillage_projections.rows as stored_rows join maillage_projections.generations as known using (generation)
    where known.space = any($1)";

impl PostgresRows {
    /// Removes every row and checkpoint of these spaces, whoever keeps them: they are folded again from zero.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn forget_and_vacuum(&self, spaces: &[SpaceId]) -> Result<(), ProjectorError> {
        self.forgotten(spaces).await?;
        let session = Session::of(&self.pool).await?;
        session.batch_execute(CLEAN).await?;
        session.give_back();
        Ok(())
    }

    pub(super) async fn forgotten(&self, spaces: &[SpaceId]) -> Result<(), ProjectorError> {
        let names: Vec<&str> = spaces.iter().map(SpaceId::as_str).collect();
        let session = Session::of(&self.pool).await?;
        session.batch_execute(BEGIN).await?;
        session.execute(FORGET, &[&names]).await?;
        session.batch_execute("commit").await?;
        session.give_back();
        Ok(())
    }

    /// How many bytes the rows of these spaces hold, keys included.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn weight(&self, spaces: &[SpaceId]) -> Result<u64, ProjectorError> {
        let names: Vec<&str> = spaces.iter().map(SpaceId::as_str).collect();
        let session = Session::of(&self.pool).await?;
        let bytes: i64 = session.query_one(WEIGH, &[&names]).await?.get(0);
        session.give_back();
        Ok(bytes.unsigned_abs())
    }
}

//! Contracts, their axes, parties, context and evaluations.

use maillage_events::contract::{
    AxisClosed, AxisDefined, AxisNature, ContextRecorded, ContractAmended, ContractCompleted, ContractEvaluated,
    ContractKind, ContractPrepared, ContractSigned, PartyCapacity, PartyEngaged, PartyLeft, PartySort, RegionalPlan,
    Territory, TerritoryLevel,
};
use maillage_events::family::Family;

use super::cell_words::{AXIS_NATURES, CAPACITIES, CONTRACT_KINDS, PARTY_SORTS, TERRITORY_LEVELS};
use super::sheets::PASSAGES;
use crate::tabular::column::{Form, may, need};
use crate::tabular::table::Table;

pub const CONTRATS: Table = Table {
    name: "contrats",
    columns: &[
        need("code", Form::Key(Family::Contract, &[])),
        need("type", Form::Word(CONTRACT_KINDS)),
        need("génération", Form::Count),
        need("titre", Form::Text),
        may("prédécesseur", Form::Refs(Family::Contract)),
        may("dans", Form::Ref(Family::Contract)),
        need("échelle", Form::Word(TERRITORY_LEVELS)),
        may("code_territoire", Form::Text),
        may("année_code", Form::Year),
        need("territoire", Form::Text),
        may("projet_régional", Form::Text),
        may("projet_de", Form::Year),
        may("projet_à", Form::Year),
        may("début", Form::When),
        may("fin", Form::When),
        may("préparé_le", Form::When),
        may("signé_le", Form::When),
        may("signé", Form::YesNo),
        may("achevé_le", Form::When),
    ],
    read: |row, draft| {
        let code = row.code("code")?;
        let prepared = ContractPrepared {
            kind: row.member("type", ContractKind::from_word)?,
            generation: row.small("génération")?,
            title: row.text("titre")?,
            predecessors: row.codes("prédécesseur"),
            within: row.code("dans"),
            territories: vec![Territory {
                level: row.member("échelle", TerritoryLevel::from_word)?,
                name: row.text("territoire")?,
                code: row.text("code_territoire").map(|code| code.0),
                code_year: row.year("année_code"),
            }],
            regional_plan: row.text("projet_régional").map(|name| RegionalPlan {
                name,
                from: row.year("projet_de"),
                to: row.year("projet_à"),
            }),
            starts: row.given_date("début"),
            ends: row.given_date("fin"),
        };
        draft.record(Family::Contract, &code, row.when("préparé_le"), prepared);
        if row.yes("signé") || row.given_date("signé_le").is_some() {
            draft.record_after(SIGNATAIRES.name, Family::Contract, &code, row.when("signé_le"), ContractSigned {});
        }
        if let Some(on) = row.given_date("achevé_le") {
            draft.record_after(PASSAGES.name, Family::Contract, &code, on, ContractCompleted {});
        }
        Some(())
    },
};

pub const AVENANTS: Table = Table {
    name: "avenants",
    columns: &[
        need("contrat", Form::Ref(Family::Contract)),
        need("objet", Form::Text),
        may("signé_le", Form::When),
        may("nouvelle_fin", Form::When),
    ],
    read: |row, draft| {
        let amended = ContractAmended { object: row.text("objet")?, ends: row.given_date("nouvelle_fin") };
        draft.record_after(SIGNATAIRES.name, Family::Contract, &row.code("contrat")?, row.when("signé_le"), amended);
        Some(())
    },
};

pub const AXES: Table = Table {
    name: "axes",
    columns: &[
        need("contrat", Form::Ref(Family::Contract)),
        need("code", Form::Code),
        need("rang", Form::Count),
        need("libellé", Form::Text),
        may("nature", Form::Word(AXIS_NATURES)),
        may("date", Form::When),
        may("clos_le", Form::When),
    ],
    read: |row, draft| {
        let axis = AxisDefined {
            code: row.code("code")?,
            rank: row.small("rang")?,
            label: row.text("libellé")?,
            nature: row.member("nature", AxisNature::from_word).unwrap_or(AxisNature::Strategic),
        };
        let (contract, code) = (row.code("contrat")?, axis.code.clone());
        draft.record(Family::Contract, &contract, row.when("date"), axis);
        if let Some(end) = row.given_date("clos_le") {
            draft.record(Family::Contract, &contract, end, AxisClosed { code });
        }
        Some(())
    },
};

pub const SIGNATAIRES: Table = Table {
    name: "signataires",
    columns: &[
        need("contrat", Form::Ref(Family::Contract)),
        need("structure", Form::Ref(Family::Organisation)),
        may("capacité", Form::Word(CAPACITIES)),
        need("sorte", Form::Word(PARTY_SORTS)),
        may("depuis", Form::When),
        may("jusqu'au", Form::When),
        may("partie_le", Form::When),
        may("motif", Form::Text),
    ],
    read: |row, draft| {
        let (contract, organisation) = (row.code("contrat")?, row.code("structure")?);
        let capacity = row.member("capacité", PartyCapacity::from_word).unwrap_or(PartyCapacity::Signatory);
        let party = PartyEngaged {
            organisation: organisation.clone(),
            capacity,
            sort: row.member("sorte", PartySort::from_word)?,
            until: row.given_date("jusqu'au"),
        };
        draft.record(Family::Contract, &contract, row.when("depuis"), party);
        if let Some(end) = row.given_date("partie_le") {
            let left = PartyLeft { organisation, capacity, motive: row.text("motif") };
            draft.record_after(SIGNATAIRES.name, Family::Contract, &contract, end, left);
        }
        Some(())
    },
};

pub const INDICATEURS_CONTEXTE: Table = Table {
    name: "indicateurs_contexte",
    columns: &[
        need("contrat", Form::Ref(Family::Contract)),
        need("indicateur", Form::Code),
        need("libellé", Form::Text),
        may("valeur", Form::Decimal),
        may("unité", Form::Text),
        may("comparateur", Form::Text),
        may("valeur_comparateur", Form::Decimal),
        may("source", Form::Text),
        may("date", Form::When),
    ],
    read: |row, draft| {
        let context = ContextRecorded {
            indicator: row.code("indicateur")?,
            label: row.text("libellé")?,
            value: row.decimal("valeur"),
            unit: row.text("unité").map(|unit| if unit.as_str() == "%" { "percent".into() } else { unit }),
            comparator: row.text("comparateur"),
            comparator_value: row.decimal("valeur_comparateur"),
            source: row.text("source"),
        };
        draft.record(Family::Contract, &row.code("contrat")?, row.when("date"), context);
        Some(())
    },
};

pub const EVALUATIONS: Table = Table {
    name: "evaluations",
    columns: &[
        need("contrat", Form::Ref(Family::Contract)),
        need("évaluateur", Form::Text),
        need("de", Form::Year),
        need("à", Form::Year),
        may("fiches", Form::Quantity),
        may("forces", Form::Sentences),
        may("obstacles", Form::Sentences),
        may("date", Form::When),
    ],
    read: |row, draft| {
        let evaluated = ContractEvaluated {
            evaluator: row.text("évaluateur")?,
            from: row.year("de")?,
            to: row.year("à")?,
            fiches: row.is_filled("fiches").then(|| row.quantity("fiches")),
            strengths: row.sentences("forces"),
            obstacles: row.sentences("obstacles"),
        };
        draft.record_after(PASSAGES.name, Family::Contract, &row.code("contrat")?, row.when("date"), evaluated);
        Some(())
    },
};

//! Sayings that differ, side by side.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{Line, Span, exactly, first_day, hundredths, lies_in, stands};

/// Most missing numbers of one contract that are listed.
const MOST_GAPS: usize = 100;

/// What tells the lines of the register from each other, and those of declared numbers.
pub const REGISTERED_BY: [&str; 4] = ["about", "nature", "number", "discrepancy"];
pub const DECLARED_BY: [&str; 6] = ["subject", "period", "label", "declared", "method", "as_said"];

/// Brings lines to one order, by what these members hold.
pub fn sort_by_members(lines: &mut [Value], members: &[&str]) {
    lines.sort_by_key(|line| members.iter().map(|member| line[*member].to_string()).collect::<Vec<_>>());
}

/// The register, the gaps, and declared numbers of fiches; lists that have no order of their own are sorted.
pub fn discrepancies(facts: &[Line], asked: Span) -> Value {
    let told = Reading { facts, asked };
    let register = told.register();
    let open = register.iter().filter(|it| it["open"] == true).count();
    let gaps = told.gaps();
    let gaps = gaps.iter().map(|(contract, missing)| json!({ "contract": contract, "missing": missing }));
    let mut declared: Vec<Value> = told.declared().iter().filter_map(|it| told.compared(it)).collect();
    sort_by_members(&mut declared, &DECLARED_BY);
    json!({
        "discrepancies": register, "open": open, "gaps": gaps.collect::<Vec<_>>(), "declared_fiches": declared,
    })
}

struct Reading<'a> {
    facts: &'a [Line],
    asked: Span,
}

/// A number of fiches that a source declares, with all that was said of it.
struct Declared<'a> {
    subject: String,
    period: &'a str,
    said: Vec<(&'a Line, &'a Value)>,
}

impl<'a> Reading<'a> {
    fn of_kind(&self, kind: &'static str) -> impl Iterator<Item = &'a Line> {
        self.facts.iter().filter(move |it| it.kind == kind)
    }

    /// The numbers that the fiches of each contract ever bore.
    fn numbers(&self) -> BTreeMap<&'a str, BTreeSet<u64>> {
        let mut numbers: BTreeMap<&str, BTreeSet<u64>> = BTreeMap::new();
        for recorded in self.of_kind("fiche.recorded") {
            let of = self.facts.iter().filter(|it| it.family == "fiche" && it.object == recorded.object);
            let bore = of.filter_map(|it| it.data["number"].as_u64());
            numbers.entry(recorded.text("contract")).or_default().extend(bore);
        }
        numbers
    }

    fn gaps(&self) -> BTreeMap<&'a str, Vec<u64>> {
        let mut gaps = BTreeMap::new();
        for (contract, numbers) in self.numbers() {
            let missing = (1..*numbers.last().unwrap()).filter(|number| !numbers.contains(number));
            gaps.insert(contract, missing.take(MOST_GAPS).collect::<Vec<_>>());
        }
        gaps.retain(|_, missing| !missing.is_empty());
        gaps
    }

    /// The contract that a stream speaks of: itself, or the one that an action serves.
    fn contract_of(&self, stream: &str) -> Option<String> {
        match stream.split_once('/')? {
            ("contract", id) => Some(id.to_owned()),
            ("action", id) => {
                let action = self.of_kind("action.recorded").filter(|it| it.object == id).last()?;
                action.data["contract"].as_str().map(str::to_owned)
            }
            _ => None,
        }
    }

    fn fiches_of(&self, stream: &str) -> Option<u64> {
        let contract = self.contract_of(stream)?;
        let count = self.of_kind("fiche.recorded").filter(|it| it.text("contract") == contract).count() as u64;
        (count > 0).then_some(count)
    }

    fn declared(&self) -> Vec<Declared<'a>> {
        let mut cells: BTreeMap<[&str; 4], Declared<'_>> = BTreeMap::new();
        for line in self.of_kind("measure.declared").filter(|it| it.text("unit") == "fiches") {
            let (subject, period) = (line.text("subject"), line.text("period"));
            let cell = cells.entry([&line.object, subject, line.text("indicator"), period]);
            let new = || Declared { subject: subject.to_owned(), period, said: Vec::new() };
            cell.or_insert_with(new).said.push((line, &line.data["amount"]));
        }
        let evaluated = self.of_kind("contract.evaluated").filter(|it| !it.data["fiches"].is_null());
        let evaluated = evaluated.map(|line| Declared {
            subject: format!("contract/{}", line.object),
            period: &line.on,
            said: vec![(line, &line.data["fiches"])],
        });
        cells.into_values().chain(evaluated).collect()
    }

    /// What was declared last beside what is on record.
    fn compared(&self, declared: &Declared<'_>) -> Option<Value> {
        if !lies_in(declared.period, self.asked) {
            return None;
        }
        let said = declared.said.iter().map(|it| (first_day(&it.0.on), *it)).collect();
        let (line, amount) = stands(said, (None, None))?;
        let derived = self.fiches_of(&declared.subject);
        let count = counted(amount);
        let method = match amount["is"].as_str()? {
            "exact" => "counted",
            "about" => "estimated",
            other => other,
        };
        let label = if line.kind == "contract.evaluated" { "evaluator" } else { "label" };
        Some(json!({
            "subject": declared.subject, "label": line.data[label], "period": declared.period,
            "declared": count.map(exactly), "method": method, "as_said": line.data["as_said"], "derived": derived,
            "agrees": count.zip(derived).map(|(count, derived)| count == i64::try_from(derived).unwrap() * 100),
        }))
    }

    /// What was flagged, and the gaps that nobody flagged: a flag that names a missing number is that gap.
    fn register(&self) -> Vec<Value> {
        let mut gaps: Vec<(&str, u64)> =
            self.gaps().into_iter().flat_map(|(of, missing)| missing.into_iter().map(move |it| (of, it))).collect();
        let flagged: BTreeMap<&str, &Line> =
            self.of_kind("discrepancy.flagged").map(|it| (it.object.as_str(), it)).collect();
        let mut register = Vec::new();
        for (id, flag) in flagged {
            let contract = self.contract_of(flag.text("about"));
            let is_gap = flag.text("nature") == "number_gap";
            let same = |(of, number): &(&str, u64)| {
                is_gap && contract.as_deref() == Some(*of) && numbers_in(flag).contains(number)
            };
            let gap = gaps.iter().position(same).map(|at| gaps.remove(at).1);
            if gap.is_some() || lies_in(&flag.on, self.asked) {
                register.push(self.flagged(id, flag, gap));
            }
        }
        register.extend(gaps.into_iter().map(|(contract, number)| {
            json!({
                "discrepancy": null, "about": format!("contract/{contract}"), "nature": "number_gap", "number": number,
                "declared": null, "derived": self.numbered(contract), "agrees": false, "note": null, "flagged": false,
                "found_in_facts": true, "explanation": null, "open": true,
            })
        }));
        sort_by_members(&mut register, &REGISTERED_BY);
        register
    }

    fn flagged(&self, id: &str, flag: &Line, gap: Option<u64>) -> Value {
        let of = self.of_kind("discrepancy.explained").filter(|it| it.object == id);
        let said = of.map(|it| (first_day(&it.on), &it.data["explanation"])).collect();
        let explanation = stands(said, self.asked);
        let derived = self.beside(flag);
        let agrees = self.agrees(flag, derived.as_deref());
        json!({
            "discrepancy": id, "about": flag.text("about"), "nature": flag.text("nature"), "number": gap,
            "declared": flag.data["declared"], "derived": derived, "agrees": derived.as_ref().map(|_| agrees),
            "note": flag.text("note"),
            "flagged": true, "found_in_facts": gap.is_some(), "explanation": explanation,
            "open": explanation.is_none() && !agrees,
        })
    }

    /// Whether what a flag says differs no more.
    fn agrees(&self, flag: &Line, derived: Option<&str>) -> bool {
        let Some(contract) = self.contract_of(flag.text("about")) else {
            return flag.text("nature") == "declared_differs"
                && derived == flag.data["declared"].as_str()
                && derived.is_some();
        };
        match flag.text("nature") {
            "number_gap" => {
                let known = self.numbers().remove(contract.as_str()).unwrap_or_default();
                let named = numbers_in(flag);
                !named.is_empty() && named.iter().all(|number| known.contains(number))
            }
            "declared_differs" => {
                let count = self.fiches_of(flag.text("about")).map(|it| i64::try_from(it).unwrap() * 100);
                let is_it = |it: &(&Line, &Value)| says(it, flag.text("declared")) && counted(it.1) == count;
                let of_it = |it: &Declared<'_>| self.contract_of(&it.subject).as_ref() == Some(&contract);
                let declared = self.declared();
                let counts = declared.iter().filter(|it| of_it(it)).any(|it| it.said.iter().any(is_it));
                flag.data["declared"].is_string()
                    && (derived == flag.data["declared"].as_str() || count.is_some() && counts)
            }
            _ => false,
        }
    }

    /// What the facts give beside what a flag says.
    fn beside(&self, flag: &Line) -> Option<String> {
        let about = flag.text("about");
        match (flag.text("nature"), about.strip_prefix("fiche/")) {
            ("number_gap", _) => self.numbered(&self.contract_of(about)?),
            ("declared_differs", fiche) => {
                let said = flag.data["declared"].as_str()?;
                if let Some(fiche) = fiche {
                    return self
                        .of_kind("fiche.recorded")
                        .find(|it| it.object == fiche)
                        .map(|it| it.text("title").into());
                }
                let contract = self.contract_of(about)?;
                let same = |it: &Declared<'_>| {
                    self.contract_of(&it.subject).as_ref() == Some(&contract) && it.said.iter().any(|it| says(it, said))
                };
                self.declared().iter().any(same).then(|| self.fiches_of(about).map(|it| it.to_string()))?
            }
            _ => None,
        }
    }

    /// The numbers of a contract as people write them: `1–3, 5`.
    fn numbered(&self, contract: &str) -> Option<String> {
        let mut runs: Vec<[u64; 2]> = Vec::new();
        for number in self.numbers().remove(contract)? {
            match runs.last_mut() {
                Some(run) if run[1] + 1 == number => run[1] = number,
                _ => runs.push([number, number]),
            }
        }
        let written = |[first, last]: [u64; 2]| match last - first {
            0 => first.to_string(),
            1 => format!("{first}, {last}"),
            _ => format!("{first}–{last}"),
        };
        Some(runs.into_iter().map(written).collect::<Vec<_>>().join(", "))
    }
}

/// In hundredths.
fn counted(amount: &Value) -> Option<i64> {
    let value = &amount["value"];
    let digits = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    (amount["is"] == "exact").then(|| hundredths(&digits))
}

/// Whether a source says these very words, or this number.
fn says((line, amount): &(&Line, &Value), said: &str) -> bool {
    let value = &amount["value"];
    line.data["as_said"] == *said
        || amount["is"] == "exact" && (value == said || value.as_u64().is_some_and(|number| said.parse() == Ok(number)))
}

/// The numbers that the words of a flag hold.
fn numbers_in(flag: &Line) -> Vec<u64> {
    let words = format!("{} {}", flag.text("declared"), flag.text("note"));
    words.split(|c: char| !c.is_ascii_digit()).filter_map(|digits| digits.parse().ok()).collect()
}

//! What operators and integrators read: the document, health, metrics.

#[cfg(test)]
mod support;

use maillage_events::fact::kind_info;
use serde_json::{Value, json};
use support::Running;

#[tokio::test]
async fn the_document_is_openapi_3_1_and_every_response_is_described() {
    let document: Value = serde_json::from_str(&maillage_server::openapi().unwrap()).unwrap();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    let paths = document["paths"].as_object().unwrap();
    for path in [
        "/v1/spaces",
        "/v1/spaces/{space}",
        "/v1/spaces/{space}/sessions/{session}",
        "/v1/spaces/{space}/sessions/{session}/moved",
        "/v1/spaces/{space}/sessions/{session}/cancelled",
        "/v1/spaces/{space}/sessions/{session}/held",
        "/v1/spaces/{space}/sessions/{session}/signups/{signup}",
        "/v1/spaces/{space}/sessions/{session}/attendance/{person}",
        "/v1/spaces/{space}/sessions/{session}/headcounts/{sheet}",
        "/v1/spaces/{space}/sessions/{session}/visits/{sheet}",
        "/v1/spaces/{space}/persons/{person}",
        "/v1/spaces/{space}/persons/{person}/card",
        "/v1/spaces/{space}/streams/{family}/{id}",
        "/v1/spaces/{space}/streams/{family}/{id}/facts",
        "/v1/spaces/{space}/facts",
        "/v1/spaces/{space}/facts/{fact}/correction",
        "/v1/spaces/{space}/facts/{fact}/cancellation",
        "/v1/spaces/{space}/amendments",
        "/v1/spaces/{space}/reports/{name}",
        "/v1/spaces/{space}/live",
        "/v1/reports",
        "/problems/{code}",
        "/healthz",
        "/readyz",
        "/metrics",
    ] {
        assert!(paths.contains_key(path), "{path} is not documented");
    }
    let mut ids = std::collections::BTreeSet::new();
    for (path, item) in paths {
        for (method, operation) in item.as_object().unwrap() {
            assert!(
                ids.insert(operation["operationId"].as_str().unwrap().to_owned()),
                "{method} {path}: its operationId is another's"
            );
            for (status, response) in operation["responses"].as_object().unwrap() {
                assert!(
                    !response["description"].as_str().unwrap_or_default().is_empty(),
                    "{method} {path} {status} says nothing"
                );
            }
            assert!(operation["responses"]["default"].is_object(), "{method} {path}");
        }
    }
    let pointers = references(&document);
    assert!(pointers.len() > 50, "{pointers:?}");
    for pointer in pointers {
        assert!(document.pointer(pointer.trim_start_matches('#')).is_some(), "{pointer} leads nowhere");
    }
}

#[tokio::test]
async fn a_path_takes_the_documented_methods_and_no_other() {
    let server = Running::start().await;
    let document: Value = serde_json::from_str(&maillage_server::openapi().unwrap()).unwrap();
    for (path, item) in document["paths"].as_object().unwrap() {
        let address = path.replace(['{', '}'], "");
        for method in ["get", "put", "post", "delete", "patch"] {
            let answer = server.send(&method.to_uppercase(), &address, None, &[]).await;
            assert_eq!(answer.status != 405, item[method].is_object(), "{method} {path}: {}", answer.status);
        }
    }
}

/// The lists of words that a value documents.
fn enumerations(value: &Value) -> Vec<&Vec<Value>> {
    match value {
        Value::Object(map) => {
            map.get("enum").and_then(Value::as_array).into_iter().chain(map.values().flat_map(enumerations)).collect()
        }
        Value::Array(items) => items.iter().flat_map(enumerations).collect(),
        _ => Vec::new(),
    }
}

#[tokio::test]
async fn words_and_names_are_documented_as_they_are_sent() {
    let document: Value = serde_json::from_str(&maillage_server::openapi().unwrap()).unwrap();
    let schemas = &document["components"]["schemas"];
    assert_eq!(schemas["SpaceKind"]["enum"], serde_json::json!(["city", "agglomeration", "operator"]));
    assert_eq!(schemas["SpaceKind"]["description"], "What a space stands for.");
    let words: Vec<_> = enumerations(&document).into_iter().flatten().filter_map(Value::as_str).collect();
    assert!(words.len() > 50);
    for word in words {
        assert!(
            !word.contains(|letter: char| letter.is_ascii_uppercase()),
            "{word} is the name of a variant, not a word of the API"
        );
    }
    assert!(schemas["SpaceId"]["pattern"].as_str().is_some_and(|pattern| pattern.starts_with("^[a-z0-9]")));
}

fn references(value: &Value) -> Vec<String> {
    match value {
        Value::Object(map) => {
            let here = map.get("$ref").and_then(Value::as_str).map(str::to_owned);
            here.into_iter().chain(map.values().flat_map(references)).collect()
        }
        Value::Array(items) => items.iter().flat_map(references).collect(),
        _ => Vec::new(),
    }
}

#[tokio::test]
async fn the_document_and_its_page_are_served_from_here_alone() {
    let server = Running::start().await;
    let served = server.get("/openapi.json", &[]).await;
    assert_eq!(served.json(), serde_json::from_str::<Value>(&maillage_server::openapi().unwrap()).unwrap());
    let page = server.get("/docs/", &[]).await;
    assert_eq!(page.status, 200);
    assert!(!page.text.contains("https://"), "the try-it page loads something from elsewhere");
    assert!(page.header("content-security-policy").contains("default-src 'none'"));
}

#[tokio::test]
async fn health_metrics_and_headers_say_what_they_promise_and_name_nobody() {
    let server = Running::start().await;
    server.past_session("seance-secrete").await;
    let person = server.person(7).await;
    server.present("seance-secrete", &person).await;
    let position = server.get("/v1/spaces/s", &[]).await.json()["position"].as_u64().unwrap();
    assert!(server.state.projector.wait_for(&"s".parse().unwrap(), position, std::time::Duration::from_secs(10)).await);
    assert_eq!(server.get("/healthz", &[]).await.status, 200);
    let ready = server.get("/readyz", &[]).await;
    assert_eq!((ready.status, ready.json()["ready"].as_bool()), (200, Some(true)), "{}", ready.text);
    server.get("/nothing/seance-secrete", &[]).await;

    let metrics = server.get("/metrics", &[]).await.text;
    for words in [
        "maillage_http_requests_total{method=\"PUT\",\
         route=\"/v1/spaces/{space}/sessions/{session}/attendance/{person}\",status=\"201\"} 1",
        "maillage_commands_total{aggregate=\"session\",command=\"attend\",outcome=\"done\"} 1",
        "maillage_events_appended_total{type=\"attendance.observed\"} 1",
        "maillage_append_duration_seconds_count",
        "maillage_projection_lag_events{projection=\"attendance\"} 0",
        "maillage_projection_lag_seconds{projection=\"attendance\"} 0",
        "maillage_build_info{commit=\"test\",version=\"0\"} 1",
        "route=\"unmatched\"",
        "process_resident_memory_bytes",
    ] {
        assert!(metrics.contains(words), "{words} is missing from\n{metrics}");
    }
    for secret in ["seance-secrete", person.as_str(), "Zzyzxnom", "Prénom7"] {
        assert!(!metrics.contains(secret), "{secret} stands in the metrics");
    }

    let any = server.get("/v1/reports", &[]).await;
    assert_eq!(
        (any.header("x-content-type-options"), any.header("x-frame-options"), any.header("cache-control")),
        ("nosniff", "DENY", "no-store")
    );
    let packed = server.http.get(server.url("/openapi.json")).header("accept-encoding", "gzip").send().await.unwrap();
    assert_eq!(packed.headers()["content-encoding"], "gzip");
}

#[tokio::test]
async fn a_report_after_a_position_sees_what_was_written() {
    let server = Running::start().await;
    server.past_session("r0").await;
    let person = server.person(1).await;
    let position = server.present("r0", &person).await.json()["position"].as_u64().unwrap();
    let report =
        server.get(&format!("/v1/spaces/s/reports/attendance?after={position}"), &[("accept-language", "en")]).await;
    assert_eq!(report.status, 200, "{}", report.text);
    assert!(report.json()["position"].as_u64().unwrap() >= position);
    assert!(!report.json()["definitions"].as_array().unwrap().is_empty());
    let ahead = server.get("/v1/spaces/s/reports/attendance?after=9223372036854775808", &[]).await;
    assert_eq!((ahead.status, ahead.json()["code"].as_str()), (400, Some("position-ahead")));
    let again = server
        .get("/v1/spaces/s/reports/attendance", &[("accept-language", "en"), ("if-none-match", report.header("etag"))])
        .await;
    assert_eq!(again.status, 304);
    let before = server.get("/v1/spaces/s/reports/attendance?known_at=2015-12-31", &[]).await;
    assert_eq!((before.status, before.json()["position"].as_u64()), (200, Some(0)), "{}", before.text);
    assert_eq!(
        server.get("/v1/spaces/s/reports/attendance?known_at=yesterday", &[]).await.json()["errors"][0]["parameter"],
        "known_at"
    );
}

#[tokio::test]
async fn a_report_comes_as_tables_to_download_or_as_its_picture() {
    let server = Running::start().await;
    server.past_session("r0").await;
    let person = server.person(1).await;
    let position = server.present("r0", &person).await.json()["position"].as_u64().unwrap();
    let csv = server.get(&format!("/v1/spaces/s/reports/attendance?format=csv&lang=fr&after={position}"), &[]).await;
    assert_eq!((csv.status, csv.header("content-type")), (200, "text/csv; charset=utf-8"), "{}", csv.text);
    assert_eq!(
        csv.header("content-disposition"),
        format!("attachment; filename=\"maillage-attendance-s-{position}.csv\"")
    );
    assert!(csv.text.lines().count() > 3 && csv.text.starts_with("\u{feff}Rapport;Fréquentation;"), "{}", csv.text);
    let english = server.get("/v1/spaces/s/reports/attendance?format=csv&lang=en", &[]).await.text;
    assert!(english.starts_with("\u{feff}Report,Attendance,"), "{english}");
    let json = server
        .get("/v1/spaces/s/reports/attendance?format=json&lang=fr", &[("if-none-match", csv.header("etag"))])
        .await;
    assert_eq!(
        (json.status, json.header("content-disposition")),
        (200, ""),
        "the tag of a form is not that of another"
    );

    let picture = server.get("/v1/spaces/s/reports/network?format=svg", &[]).await;
    assert_eq!((picture.status, picture.header("content-type")), (200, "image/svg+xml"), "{}", picture.text);
    assert!(
        picture.text.trim_start().starts_with("<svg") && picture.header("content-security-policy").contains("sandbox")
    );
    let none = server.get("/v1/spaces/s/reports/attendance?format=svg", &[("accept-language", "en")]).await;
    assert_eq!((none.status, none.json()["code"].as_str()), (404, Some("no-picture")));
    assert_eq!(server.get("/v1/spaces/s/reports/attendance?format=pdf", &[]).await.json()["code"], "bad-query");
}

#[tokio::test]
async fn the_links_of_a_reports_page_lead_to_the_same_figures() {
    let server = Running::start().await;
    server.past_session("r0").await;
    for clocks in ["", "?from=2016-01-01&to=&known_at=", "?known_at=2016-02-28T12:00:00%2B01:00"] {
        let page = server.get(&format!("/espaces/s/rapports/network{clocks}"), &[]).await;
        assert_eq!(page.status, 200, "{clocks}");
        let links: Vec<String> = page
            .text
            .split("href=\"")
            .filter_map(|rest| rest.split('"').next())
            .filter(|it| it.starts_with("/v1/"))
            .map(|it| it.replace("&amp;", "&"))
            .collect();
        assert!(links.iter().any(|link| link.contains("format=csv")), "{links:?}");
        for link in links {
            let answer = server.get(&link, &[]).await;
            assert_eq!(answer.status, 200, "{link}: {}", answer.text);
        }
    }
}

#[tokio::test]
async fn a_report_is_narrowed_by_what_it_has_and_to_what_is_known() {
    let server = Running::start().await;
    let contract = kind_info("contract.prepared").unwrap();
    let prepared = json!({"kind": "contract.prepared", "occurred_on": "2016", "data": (contract.example)()});
    assert_eq!(server.post("/v1/spaces/s/streams/contract/cls/facts", prepared, &[]).await.status, 201);
    let ask = async |report: &str, query: &str| {
        server
            .get(&format!("/v1/spaces/s/reports/{report}?after=2&lang=fr&{query}"), &[("accept-language", "fr")])
            .await
    };
    let one = ask("attendance", "contract=cls").await;
    assert_eq!(one.status, 200, "{}", one.text);
    assert_eq!(
        (&one.json()["filters"][0]["filter"], &one.json()["filters"][0]["value"]),
        (&json!("contract"), &json!("cls"))
    );
    let foreign = ask("cadence", "fiche=f").await;
    let (status, it) = (foreign.status, foreign.json());
    assert_eq!((status, &it["code"]), (400, &json!("filter-not-of-report")));
    let detail = it["detail"].as_str().unwrap();
    assert!(detail.contains("contrat") && detail.contains("pôle") && !detail.contains("funder"), "{detail}");
    let unknown = ask("attendance", "contract=nulle-part").await;
    assert_eq!((unknown.status, &unknown.json()["code"]), (400, &json!("filter-names-nothing")));
    assert_eq!(unknown.json()["errors"][0]["parameter"], "contract");
    assert_eq!(ask("attendance", "quality=chef").await.json()["code"], "filter-no-quality");
    assert_eq!(ask("corrections", "pole=p").await.json()["code"], "filter-of-no-report");
    let page = server.get("/espaces/s/rapports/attendance?contract=cls", &[]).await;
    assert!(page.status == 200 && page.text.contains("name=\"contract\" value=\"cls\""), "{}", page.text);
    assert_eq!(server.get("/espaces/s/rapports/attendance?contract=nulle-part", &[]).await.status, 400);
    let listed = server.get("/v1/reports", &[]).await.json()["filters"].clone();
    let document = server.get("/openapi.json", &[]).await.json();
    let parameters = document["paths"]["/v1/spaces/{space}/reports/{name}"]["get"]["parameters"].clone();
    for filter in ["contract", "pole", "fiche", "funder", "quality"] {
        assert!(parameters.as_array().unwrap().iter().any(|it| it["name"] == filter), "{filter}");
        assert!(listed.as_object().unwrap().values().any(|of| of.as_array().unwrap().contains(&json!(filter))));
    }
}

use super::*;

fn space(name: &str) -> SpaceId {
    SpaceId::new(name).unwrap()
}

fn reached(heads: &[(&str, u64)], most: usize) -> Lanes {
    let mut lanes = Lanes::new(BTreeMap::new(), most);
    let heads: Vec<_> = heads
        .iter()
        .map(|(name, position)| (space(name), Head { position: *position, recorded_at: RecordedAt(0) }))
        .collect();
    lanes.reach(&heads);
    lanes
}

fn take_turns(lanes: &mut Lanes) -> Vec<Turn> {
    let turns = lanes.turns();
    for turn in &turns {
        (0..turn.limit).for_each(|_| lanes.sent(turn.lane, RecordedAt(7)));
    }
    turns
}

#[test]
fn positions_move_to_the_first_gap_and_no_further() {
    let mut lanes = reached(&[("lille", 5)], 1_000);
    take_turns(&mut lanes);
    lanes.acknowledged(0, 2, 0);
    lanes.acknowledged(0, 3, 0);
    assert_eq!(lanes.moves(), [], "position 1 is not acknowledged");
    lanes.acknowledged(0, 1, 0);
    assert_eq!(lanes.moves(), [Move { space: space("lille"), from: 0, to: 3 }]);
    lanes.saved(&lanes.moves());
    assert_eq!(lanes.moves(), []);
    lanes.acknowledged(0, 4, 0);
    assert_eq!(lanes.moves(), [Move { space: space("lille"), from: 3, to: 4 }]);
    assert_eq!((lanes.pending(), lanes.in_flight(), lanes.oldest()), (1, 1, Some(RecordedAt(7))));
}

#[test]
fn lanes_go_on_from_what_is_kept() {
    let mut lanes = Lanes::new(BTreeMap::from([(space("lille"), 40)]), 1_000);
    assert_eq!(lanes.turns(), []);
    lanes.reach(&[(space("lille"), Head { position: 42, recorded_at: RecordedAt(0) })]);
    assert_eq!(lanes.turns(), [Turn { lane: 0, space: space("lille"), after: 40, limit: 2 }]);
}

#[test]
fn a_large_space_does_not_starve_a_small_one() {
    let mut lanes = reached(&[("region", 1_000_000), ("village", 3)], 2_000);
    let turns = take_turns(&mut lanes);
    assert_eq!(
        turns.iter().map(|turn| (turn.space.as_str(), turn.limit)).collect::<Vec<_>>(),
        [("region", PAGE), ("village", 3)]
    );
    // Nothing is acknowledged: the large one fills the room that is there, and no more.
    while !take_turns(&mut lanes).is_empty() {}
    assert_eq!(lanes.in_flight(), 2_000);
    // One place becomes free; the small one, which has something again, gets it before the large one gets its second.
    lanes.reach(&[(space("village"), Head { position: 4, recorded_at: RecordedAt(0) })]);
    lanes.acknowledged(0, 1, 0);
    lanes.acknowledged(0, 2, 0);
    let turns = take_turns(&mut lanes);
    assert!(turns.iter().any(|turn| turn.space.as_str() == "village"), "{turns:?}");
}

#[test]
fn many_spaces_share_the_room() {
    let names: Vec<String> = (0..10).map(|at| format!("s{at}")).collect();
    let heads: Vec<_> = names.iter().map(|name| (name.as_str(), 10_000)).collect();
    let mut lanes = reached(&heads, 1_000);
    while !take_turns(&mut lanes).is_empty() {}
    for at in 0..10 {
        assert_eq!(lanes.lanes[at].waiting.len(), 100, "each space has its share");
    }
}

fn with_partitions(partitions: &[(&str, i32)]) -> Lanes {
    let heads: Vec<_> = partitions.iter().map(|(name, _)| (*name, 1)).collect();
    let mut lanes = reached(&heads, 32_768);
    take_turns(&mut lanes);
    partitions.iter().enumerate().for_each(|(lane, (_, partition))| lanes.acknowledged(lane, 1, *partition));
    lanes
}

fn grow(lanes: &mut Lanes, name: &str, position: u64) {
    lanes.reach(&[(space(name), Head { position, recorded_at: RecordedAt(0) })]);
}

#[test]
fn few_facts_wait_for_the_answers_of_their_partition() {
    let mut lanes = with_partitions(&[("lille", 0), ("lens", 0), ("corse", 1)]);
    grow(&mut lanes, "lille", 2);
    assert_eq!(take_turns(&mut lanes).len(), 1);
    ["lille", "lens", "corse"].iter().for_each(|name| grow(&mut lanes, name, 3));
    let now = take_turns(&mut lanes);
    assert_eq!(
        now.iter().map(|turn| turn.space.as_str()).collect::<Vec<_>>(),
        ["corse"],
        "another partition waits for nobody"
    );
    lanes.acknowledged(0, 2, 0);
    let then: Vec<_> = take_turns(&mut lanes).iter().map(|turn| (turn.space.as_str().to_owned(), turn.limit)).collect();
    assert_eq!(then, [("lille".to_owned(), 1), ("lens".to_owned(), 2)], "what came meanwhile goes together");
}

#[test]
fn a_whole_page_opens_its_partition_to_all() {
    let mut lanes = with_partitions(&[("region", 0), ("village", 0)]);
    grow(&mut lanes, "region", 1 + 10 * PAGE as u64);
    assert_eq!(take_turns(&mut lanes).len(), 1);
    grow(&mut lanes, "village", 2);
    let along = take_turns(&mut lanes);
    assert!(along.iter().any(|turn| turn.space.as_str() == "village"), "{along:?}");
    while !take_turns(&mut lanes).is_empty() {}
    assert!(lanes.in_flight() > MOST_WINDOW, "the window is used");
}

#[test]
fn whatever_waits_has_its_turn_once_all_is_acknowledged() {
    let mut lanes = with_partitions(&[("lille", 0), ("lens", 0)]);
    grow(&mut lanes, "lille", 1 + PAGE as u64 + 3);
    grow(&mut lanes, "lens", 5);
    for _ in 0..10 {
        for turn in take_turns(&mut lanes) {
            (turn.after + 1..=turn.after + turn.limit as u64)
                .for_each(|position| lanes.acknowledged(turn.lane, position, 0));
        }
    }
    assert_eq!((lanes.pending(), lanes.in_flight()), (0, 0));
}

#[test]
fn a_goal_is_reached_when_its_positions_are_saved() {
    let heads = |lille, corse| {
        [("lille", lille), ("corse", corse)]
            .map(|(name, position)| (space(name), Head { position, recorded_at: RecordedAt(0) }))
    };
    let mut lanes = reached(&[("lille", 3), ("corse", 0)], 1_000);
    let goal = heads(3, 0);
    assert!(!lanes.have_saved(&goal));
    take_turns(&mut lanes);
    (1..=3).for_each(|position| lanes.acknowledged(0, position, 0));
    assert!(!lanes.have_saved(&goal), "what is only acknowledged is carried again after a crash");
    let moves = lanes.moves();
    lanes.reach(&heads(9, 2));
    lanes.saved(&moves);
    assert!(lanes.pending() > 0 && lanes.have_saved(&goal));
    assert!(!lanes.have_saved(&heads(4, 0)), "the control: a later goal is not reached");
}

## What the command line says of an import.

import-recorded = { $facts ->
    [0] No new fact
    [one] 1 fact recorded
   *[other] { $facts } facts recorded
  } (rows read: { $rows }; recorded before: { $already }; unlike what stands: { $otherwise }; at fault: { $rejected }).
import-rehearsed = Dry run: { $facts ->
    [0] no fact would be recorded
    [one] 1 fact would be recorded
   *[other] { $facts } facts would be recorded
  } (rows read: { $rows }; recorded before: { $already }; unlike what stands: { $otherwise }; at fault: { $rejected }). Nothing was recorded.
import-repeated = 0 new facts: this file (fingerprint { $fingerprint }…) had already been imported.
import-not-recorded = Nothing was recorded: { $rejected } at fault in { $rows ->
    [one] 1 row read
   *[other] { $rows } rows read
  }. Mend them and try again, or take what is sound with --partial.
import-rows-unread = { $rows ->
    [one] 1 row was not read: its file is rejected as a whole.
   *[other] { $rows } rows were not read: their file is rejected as a whole.
  }
person-erased-now = { $references ->
    [one] Person erased: the key of the card is destroyed.
   *[other] Person erased under { $references } references: the keys of the cards are destroyed.
  }
person-erased-before = This person was erased already: nothing new.

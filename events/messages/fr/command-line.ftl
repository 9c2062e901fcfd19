## Ce que la ligne de commande dit d'un import.

import-recorded = { $facts ->
    [one] 1 fait enregistré
   *[other] { $facts } faits enregistrés
  } ({ $rows } lignes lues, { $already } déjà enregistrées, { $otherwise } différentes de ce qui est enregistré, { $rejected } en défaut).
import-rehearsed = Répétition à blanc : { $facts } faits seraient enregistrés ({ $rows } lignes lues, { $already } déjà enregistrées, { $otherwise } différentes de ce qui est enregistré, { $rejected } en défaut). Rien n'a été enregistré.
import-repeated = 0 fait nouveau : ce fichier (empreinte { $fingerprint }…) avait déjà été importé.
import-not-recorded = Rien n'a été enregistré : { $rejected } en défaut sur { $rows } lignes lues. Corrigez-les et recommencez, ou prenez ce qui est bon avec --partial.
person-erased-now = { $references ->
    [one] Personne effacée : la clé de sa fiche est détruite.
   *[other] Personne effacée sous ses { $references } références : les clés de ses fiches sont détruites.
  }
person-erased-before = Cette personne était déjà effacée : rien de nouveau.

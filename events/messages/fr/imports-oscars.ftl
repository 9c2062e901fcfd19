## Reading an OSCARS record: what could not be read

oscars-empty = Le fichier est vide.
oscars-not-a-record = Ce texte n’est pas une fiche OSCARS : on n’y trouve pas ses rubriques (Thème, Description, Financeur…).
oscars-several-records = Ligne { $line } : une autre fiche commence ici. Rien n’a été lu : mettez chaque fiche dans un fichier à elle.
oscars-encoding-unsure = Ligne { $line } : les lettres accentuées de ce texte ne se lisent pas avec certitude. Enregistrez-le en UTF-8, puis recommencez.
oscars-line-too-long = Ligne { $line } : { $bytes } octets, c’est trop long ; une ligne en compte { $most } au plus.
oscars-file-too-long = Le fichier compte { $bytes } octets, c’est trop ; il en faut { $most } au plus.
oscars-no-title = Le titre de l’action manque : il doit figurer sur la première ligne.
oscars-no-year = L’année de l’action manque : elle doit figurer seule sur une ligne, sous le titre.
oscars-bad-year = Ligne { $line } : « { $value } » ne donne pas d’année.
oscars-bad-money = Ligne { $line } : « { $value } » n’est pas une somme en euros.
oscars-fiche-twice = Ligne { $line } : le numéro de fiche { $number } est déjà pris, sous un autre titre ; seule la première est lue.
oscars-text-too-long = Ligne { $line } : le texte est trop long ({ $length } octets, { $most } au plus) ; il n’est pas repris.
oscars-which-contract = L’espace tient plusieurs contrats ({ $contracts }) et la fiche OSCARS ne dit pas duquel elle relève : donnez-le avec --contract.
oscars-names-a-person = Ligne { $line } : une phrase semble nommer une personne ; elle n’est pas reprise.
oscars-holds-email = Ligne { $line } : une phrase contient une adresse électronique ; elle n’est pas reprise.
oscars-holds-telephone = Ligne { $line } : une phrase contient un numéro de téléphone ; elle n’est pas reprise.
oscars-holds-social-security-number = Ligne { $line } : une phrase contient un numéro de sécurité sociale ; elle n’est pas reprise.
oscars-holds-bank-account = Ligne { $line } : une phrase contient un numéro de compte bancaire ; elle n’est pas reprise.
oscars-character-unprintable = Ligne { $line } : le texte contient un caractère qui ne se voit pas ({ $character }) ; il n’est pas repris.

## Reading an OSCARS record: what gives no fact

oscars-unused-part = { $lines ->
    [one] Ligne { $line }
   *[many] Lignes { $line } à { $last }
} : la rubrique « { $value } » n’est pas reprise, Maillage n’a pas de place pour elle.
oscars-unused-words = { $lines ->
    [one] Ligne { $line }
   *[many] Lignes { $line } à { $last }
} : « { $value } » n’est pas repris.

## Notes kept with a discrepancy (facts: always French)

oscars-note-gap = Aucune fiche ne porte le numéro { $number }, alors que les numéros vont jusqu’à { $last }.
oscars-note-declared = « { $label } » : le total déclaré est gardé à côté du nombre de fiches racontées dans le même document.
oscars-note-ticks-lost = Le texte imprime { $count } catégories sans dire lesquelles étaient cochées.
oscars-note-outside = « { $label } » ne s’accorde pas avec l’année { $year } du document : les deux sont gardées, aucune n’est changée.
oscars-note-carried-over = La phrase annonce l’année { $earlier } dans un document de { $year } : elle semble reprise d’un document antérieur.
oscars-note-title = La fiche { $number } est déjà inscrite sous un autre titre, qu’elle garde ; celui du document est noté à côté.

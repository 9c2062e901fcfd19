## imports: where a problem stands. French keeps a no-break space before « : ».

import-at-cell = ligne { $row }, colonne { $column } : { $what }
import-at-row = ligne { $row } : { $what }
import-at-file = { $what }
import-in-file = { $file } : { $what }
import-file-absent = { $file } : ce fichier n'existe pas. Vérifiez le chemin, ou donnez un dossier de fichiers CSV.
import-file-unread = { $file } : ce fichier ne peut pas être lu ({ $why }).
import-why-forbidden = vous n'avez pas le droit de le lire
import-why-no-folder = ce que le chemin donne pour un dossier est un fichier
import-why-system = erreur n° { $number } du système
import-nothing = aucun fichier à importer : donnez une fiche OSCARS (.txt), des fichiers CSV ou un dossier de fichiers CSV.
import-mixed = une fiche OSCARS s'importe seule, sans fichier CSV ni autre fiche à côté.
import-reason-empty = le motif donné avec --correct est vide : dites pourquoi ces lignes corrigent ce qui est enregistré, par exemple « feuille relue ».
import-reason-personal = le motif donné avec --correct semble nommer ou joindre quelqu'un, et il resterait pour toujours : dites pourquoi sans désigner personne.

## imports: whole files and lines

import-unknown-file = ce nom de fichier n'est pas reconnu. Fichiers acceptés : { $known }.
import-empty-file = le fichier est vide : il lui faut au moins une ligne d'en-têtes.
import-line-too-long = cette ligne fait environ { $size } Mio ; une ligne peut en faire 1 au plus. Elle n'a pas été lue.
import-file-too-long = ce fichier dépasse { $most } Mio : il n'a pas été lu. Partagez-le en plusieurs fichiers.
import-quote-never-closed = un guillemet droit (") s'ouvre ici et n'est jamais refermé. Doublez-le s'il fait partie du texte. { $lines ->
    [one] Cette ligne n'a pas été lue.
   *[many] Rien n'a été lu d'ici jusqu'à la ligne { $last }.
}
import-quote-inside-cell = un texte continue après le guillemet droit (") qui le ferme. Doublez les guillemets qui font partie du texte. { $lines ->
    [one] Cette ligne n'a pas été lue.
   *[many] Rien n'a été lu d'ici jusqu'à la ligne { $last }.
}
import-quote-cuts-row = cette ligne a moins de cellules que les en-têtes, et un guillemet droit (") a pu la couper. Doublez les guillemets qui font partie du texte, ou complétez la ligne par des cellules vides. { $lines ->
    [one] Elle n'a pas été lue.
   *[many] Rien n'a été lu d'ici jusqu'à la ligne { $last }.
}
import-quote-joins-rows = un guillemet droit (") s'ouvre ici et se ferme à la ligne { $last }, autour de ce qui ressemble à plusieurs lignes. Rien n'a été lu d'ici jusqu'à la ligne { $last } : doublez les guillemets qui font partie du texte, ou écrivez le texte sur une seule ligne.
import-encoding-unsure = les lettres accentuées de ce fichier ne se lisent pas avec certitude (octet { $byte }). Enregistrez-le au format « CSV UTF-8 ».
import-damaged-text = ce fichier est en UTF-16 ou en UTF-32 et il est abîmé. Enregistrez-le au format « CSV UTF-8 ».
import-unread-workbook = ce fichier est un classeur : il n'a pas été lu. Ouvrez-le et enregistrez chaque feuille au format « CSV UTF-8 », sous le nom d'un des fichiers que « maillage import --describe » décrit.
import-unread-document = ce fichier est un document ou une image : il n'a pas été lu. Recopiez ses lignes dans un fichier CSV, ou retirez-le du dossier.
import-unread-form = cette sorte de fichier n'est pas lue. Enregistrez-le au format « CSV UTF-8 », ou retirez-le du dossier.
import-unread-folder = ce dossier est à l'intérieur d'un autre : il n'a pas été lu. Importez-le à part, ou sortez-en les fichiers.
import-unread-record = une fiche OSCARS s'importe seule : celle-ci n'a pas été lue. Importez-la à part : maillage import "{ $path }" --space { $space }
import-unread-same-name = deux fichiers portent ce nom : un seul a été lu. Renommez l'autre, par exemple « seances-2.csv ».
import-unknown-file-near = ce nom de fichier n'est pas reconnu. Renommez-le { $near } si c'est ce qu'il contient ; « maillage import --describe » donne tous les noms acceptés.
import-headings-below = les en-têtes se trouvent à la ligne { $line }. Supprimez ce qui est écrit au-dessus (un titre, une date) : la première ligne doit être celle des en-têtes.
import-headings-absent = cette ligne n'est pas une ligne d'en-têtes. Supprimez le titre s'il y en a un, et écrivez en première ligne le nom des colonnes : { $known }.
import-columns-unknown = plusieurs colonnes ne sont pas connues : { $columns }. Colonnes acceptées : { $known }.
import-column-unknown-near = cette colonne n'est pas connue. Vouliez-vous dire { $near } ? Colonnes acceptées : { $known }.
import-cell-without-heading = cette cellule est remplie, mais sa colonne n'a pas d'en-tête. Donnez-lui un en-tête, ou videz-la.
import-row-is-a-total = cette ligne est un total, pas une ligne du tableau. Supprimez-la : Maillage calcule les totaux.
import-row-is-a-note = cette ligne est une note, pas une ligne du tableau. Supprimez-la.
import-headings-only = ce fichier ne contient que ses en-têtes : il n'y avait rien à lire.
import-row-repeats-headings = cette ligne répète les en-têtes. Supprimez-la : un fichier n'a qu'une ligne d'en-têtes.
import-row-says-nothing = rien n'a pu être tiré de cette ligne. Complétez-la, ou supprimez-la.
import-row-unaccounted = cette ligne n'a pas été lue en entier. Enregistrez de nouveau le fichier au format « CSV UTF-8 » depuis un tableur.
import-too-many-cells = { $found } cellules pour { $expected } colonnes. Un point-virgule ou une virgule de trop, ou un texte à mettre entre guillemets.
import-row-incomplete = il manque une information pour que cette ligne dise quelque chose.
import-column-unknown = cette colonne n'est pas connue. Colonnes acceptées : { $known }.
import-column-twice = cette colonne est déjà présente plus à gauche.
import-column-missing = cette colonne est nécessaire et manque dans le fichier.

## imports: cells

import-cell-needed = la cellule est vide, elle doit être remplie.
import-cell-names-a-person = ce texte semble désigner une personne (nom, courriel, téléphone). Les personnes se déclarent dans « personnes.csv ».
import-cell-not-of-list = { $value } n'est pas accepté ici. Au choix : { $accepted }.
import-cell-no-such-date = { $value } n'existe pas.
import-cell-not-a-date = { $value } n'est pas une date. Écrivez JJ/MM/AAAA, MM/AAAA, « septembre 2019 », AAAA ou « inconnu », l'année sur quatre chiffres, sans heure ni trimestre.
import-cell-not-a-day = { $value } ne dit pas le jour, qui est nécessaire ici : JJ/MM/AAAA.
import-cell-not-a-quantity = { $value } n'est pas un nombre. Écrivez 12, « environ 40 », 20-25, « au moins 10 », « plusieurs » ou n.r.
import-cell-not-an-amount = { $value } n'est pas un nombre. Écrivez 12, 4,2, « environ 4,5 », « entre 3,5 et 4 », « au moins 10 », « plusieurs » ou n.r.
import-cell-not-a-number = { $value } n'est pas un nombre entier, positif ou nul.
import-cell-not-a-year = { $value } n'est pas une année sur quatre chiffres.
import-cell-not-euros = { $value } n'est pas un montant. Écrivez 15000, « 15 000,00 € » ou 12,50.
import-cell-not-a-decimal = { $value } n'est pas un nombre décimal comme 27,5.
import-cell-not-a-time = { $value } n'est pas une heure. Écrivez 14:00 ou 14h30.
import-cell-not-yes-or-no = { $value } : répondez par oui ou par non.
import-cell-not-a-code = { $value } n'est pas un code : lettres minuscules sans accent, chiffres, tirets, 64 caractères au plus.
import-cell-not-a-code-but = { $value } n'est pas un code. Pour ce nom, le code serait « { $code } » (vérifiez celui que vous avez déjà donné).
import-cell-not-a-code-of-a-person = ce n'est pas un code de personne : lettres minuscules sans accent, chiffres, tirets. Donnez le code écrit dans « personnes.csv », jamais le nom.
import-cell-is-a-category = { $value } désigne plusieurs structures à la fois : c'est une catégorie. Mettez-la dans « categories.csv » ; s'il s'agit d'une seule structure, donnez son adresse, son téléphone ou son SIRET.
import-cell-not-a-reference = { $value } n'est pas une désignation de la forme { $families }.
import-cell-not-a-commune = { $value } n'est pas un code de commune (code officiel géographique, pas le code postal) : 17300, 2A004.
import-cell-not-a-qpv = { $value } n'est pas un code de quartier prioritaire : QP017003 (2015) ou QN01701M (2024).
import-cell-not-half-days = { $value } ne se lit pas. Écrivez « 08/03/2016 matin | 08/03/2016 après-midi ».
import-cell-not-marginals = { $value } ne se lit pas. Écrivez par exemple « sexe: f=5, h=3 | âge: 60 et plus=4 | qpv 2015: oui=2, non=1 ». Questions admises : sexe, âge, qualité, qpv 2015, qpv 2024 ; réponse non donnée : inconnu.
import-cell-not-a-telephone = { $value } n'est pas un numéro de téléphone. Écrivez 05 46 00 00 00, +32 2 123 45 67 ou un numéro court.
import-cell-not-an-email = { $value } n'est pas une adresse électronique. Écrivez accueil@exemple.fr.
import-cell-formula-error = { $value } est l'erreur d'une formule du tableur. Corrigez la formule, ou écrivez la valeur.
import-cell-unprintable = ce texte contient un caractère qui ne se voit pas. Retapez-le.
import-cell-too-long = ce texte dépasse 4 000 octets.

## imports: codes and persons

import-code-twice = le code { $value } est déjà utilisé à la ligne { $before } de { $file }. Donnez un autre code ou supprimez une des deux lignes.
import-signup-out-of-order = cette demande est datée d'avant celle de la ligne { $before } de { $file }, et d'autres demandes de cette séance n'ont pas de date : l'ordre de la liste d'attente ne peut pas être établi. Datez toutes les demandes de la séance, ou rangez les lignes dans l'ordre d'arrivée.
import-person-code-twice = le code { $value } désigne déjà une personne à la ligne { $before } de { $file }. Une personne n'a qu'une ligne : supprimez celle-ci, ou donnez un autre code si c'est quelqu'un d'autre.
import-person-named-twice = cette personne porte le même nom et le même prénom que celle de la ligne { $before } de { $file }. S'il s'agit de la même, gardez une seule ligne et un seul code ; sinon, distinguez les prénoms.
import-person-in-vault = une personne de ce nom est déjà enregistrée sous un autre code. S'il s'agit de la même, reprenez son premier code ; sinon, distinguez les prénoms. Rien n'est fusionné sans votre décision.
import-person-erased = cette personne a été effacée du coffre à sa demande : son code ne peut plus servir. Retirez-la du fichier.
import-person-card-differs = ce code désigne déjà une personne enregistrée avec un autre nom ou un autre contact. La fiche reste telle quelle : corrigez-la dans Maillage, ou donnez un autre code si c'est quelqu'un d'autre.
import-reference-missing = { $object } n'existe ni dans les fichiers ni dans l'espace. Corrigez le code, ou ajoutez d'abord ce qu'il désigne.
import-person-missing = personne { $value } inconnue : ajoutez-la à « personnes.csv », ou corrigez le code.

## imports: rows that say otherwise what stands

import-changed = cette ligne ne dit pas ce qui est enregistré ({ $kind }, fait n° { $position }). Elle n'a pas été reprise : un import n'efface rien. Si elle est juste, relancez l'import avec --correct et le motif de la correction.
import-changed-said = { $value } n'est pas ce qui est enregistré : { $standing } ({ $kind }, fait n° { $position }). Cette ligne n'a pas été reprise : un import n'efface rien. Si elle est juste, relancez l'import avec --correct et le motif de la correction.
import-changed-line = cette ligne ne dit pas ce qui est enregistré : { $standing } ({ $kind }, fait n° { $position }). Elle n'a pas été reprise : un import n'efface rien. Si elle est juste, relancez l'import avec --correct et le motif de la correction.
import-changed-emptied = la cellule est vide, et { $standing } est enregistré ({ $kind }, fait n° { $position }). Cette ligne n'a pas été reprise : un import n'efface rien. Si elle est juste, relancez l'import avec --correct et le motif de la correction.
import-replaces = cette ligne semble remplacer ce qui est déjà enregistré ({ $kind }, fait n° { $position }) et que le fichier ne dit plus. Elle n'a pas été reprise, pour que rien ne soit compté deux fois. Si elle corrige l'ancienne ligne, relancez l'import avec --correct et le motif ; si les deux sont vraies, laissez aussi l'ancienne ligne dans le fichier.
import-replaces-said = cette ligne semble remplacer ce qui est déjà enregistré ({ $kind }, fait n° { $position } : { $standing }) et que le fichier ne dit plus. Elle n'a pas été reprise, pour que rien ne soit compté deux fois. Si elle corrige l'ancienne ligne, relancez l'import avec --correct et le motif ; si les deux sont vraies, laissez aussi l'ancienne ligne dans le fichier.
import-rows-gone = { $count ->
    [one] 1 fait qu'une version précédente de ce fichier a fait enregistrer n'y est plus. Il vaut toujours : annulez-le s'il était faux.
   *[other] { $count } faits qu'une version précédente de ce fichier a fait enregistrer n'y sont plus. Ils valent toujours : annulez ceux qui étaient faux.
}

## imports: what a code stands for


## imports: the page that describes the files

import-describe-title = Fichiers CSV que Maillage sait importer
import-describe-introduction = Un fichier par sujet, séparé par des points-virgules, des virgules ou des tabulations, en UTF-8 (l'encodage simple d'Excel est lu aussi). Les accents, la casse et l'ordre des colonnes sont libres. Une cellule vide veut dire inconnu, jamais zéro. Une liste se sépare par « | ». Un même sujet peut tenir en plusieurs fichiers : « seances-2016.csv ».
import-describe-column = Colonne
import-describe-needed = Nécessaire
import-describe-holds = Contenu
import-describe-yes = oui

import-form-text = texte, sans nom de personne
import-form-organisation-name = nom d'une seule structure ; une catégorie (« bailleurs sociaux ») va dans `categories.csv`
import-form-sentences = phrases séparées par « | »
import-form-when = date : JJ/MM/AAAA, AAAA-MM-JJ, MM/AAAA, septembre 2019, 2016 ou inconnu
import-form-day = date au jour près
import-form-time = heure : 14:00 ou 14h30
import-form-quantity = quantité : 12, environ 40, 20-25, au moins 10, plusieurs, n.r.
import-form-amount = quantité, décimale ou non : 12, 4,2, environ 40, entre 3,5 et 4, au moins 10, plusieurs, n.r.
import-form-count = nombre entier
import-form-year = année
import-form-euros = montant : 15 000,00 €
import-form-decimal = nombre décimal ou pourcentage
import-form-yes-no = oui ou non (vide : non)
import-form-code = code
import-form-codes = codes séparés par « | »
import-form-key = code de cette ligne, unique
import-form-key-made = code ; vide, il est composé de : { $columns }
import-form-person-key = code de la personne, choisi par vous, unique et sans son nom
import-form-person = code d'une personne de `personnes.csv`
import-form-private = donnée personnelle, gardée chiffrée hors des faits
import-form-telephone = numéro de téléphone public de la structure
import-form-email = adresse électronique publique de la structure
import-form-commune = code de commune : 17300, 2A004
import-form-qpv = code de quartier prioritaire : QP017003, QN01701M
import-form-half-days = demi-journées séparées par | : 08/03/2016 matin | 08/03/2016 après-midi
import-form-marginals = marges d'un comptage : sexe: f=5, h=3 | âge: 60 et plus=4 | qpv 2015: oui=2, non=1 | qualité: habitants=6
import-form-ref = code de { $file }
import-form-refs = codes de { $file }, séparés par « | »
import-form-stream = une désignation parmi { $accepted }
import-form-word = au choix : { $accepted }
import-form-words = un ou plusieurs, séparés par « | » : { $accepted }

import-table-espace = L'espace : une ville, une agglomération ou un opérateur. Une ligne.
import-table-structures = Les structures partenaires, sous leur nom à une date donnée.
import-table-identifiants = Les numéros des structures (SIRET, RNA, FINESS…), depuis quand et jusqu’à quand.
import-table-categories = Les catégories de structures (« bailleurs sociaux ») : citées, jamais comptées comme un partenaire.
import-table-personnes = Les personnes. Leurs noms vont au coffre chiffré ; les faits n'en gardent qu'une référence.
import-table-contrats = Les contrats (CLS, CLSM, autres programmes) et leurs générations.
import-table-axes = Les axes des contrats.
import-table-signataires = Les signataires et les associés des contrats.
import-table-avenants = Les avenants signés : ce qu’ils changent, la nouvelle fin.
import-table-indicateurs-contexte = Les indicateurs du territoire, avec leur point de comparaison ; sans valeur pour une vigilance.
import-table-evaluations = Les évaluations des contrats.
import-table-mandats = Les mandats confiés à un opérateur sur plusieurs contrats.
import-table-poles = Les pôles ressources santé.
import-table-referents = Les référents des pôles et leurs suppléants.
import-table-cadences = Le rythme des réunions de chaque pôle.
import-table-contacts = Les essais de joindre un référent. Sans identifiant, il est composé de la ligne et de son rang parmi les lignes égales du fichier.
import-table-instances = Les instances : comités, groupes de travail, plénières, réseaux.
import-table-sieges = Les structures, et les personnes sans leur nom, qui siègent dans une instance.
import-table-fiches = Les fiches action. Un numéro est celui d’une fiche à la fois.
import-table-fiches-annees = Les exercices de chaque fiche et leur statut ; rien n'est recopié d'une année à l'autre.
import-table-numeros-fiches = Les numéros qu’une fiche porte après le premier ; elle reste la même fiche.
import-table-categories-fiches = Les catégories de résultats que chaque fiche retient, et jusqu’à quand.
import-table-roles-fiches = Les pilotes, porteurs, animateurs et élus référents des fiches : une structure, ou une personne sans son nom. Un porteur nommé remplace le précédent.
import-table-resultats-attendus = Les résultats attendus, par fiche et par année.
import-table-resultats-constates = Les résultats constatés ; le même code répond au résultat attendu.
import-table-etapes = Les étapes franchies, sans chiffre. Sans identifiant, il est composé de la ligne et de son rang parmi les lignes égales du fichier.
import-table-actions = Les actions annuelles financées et leur chaîne d'une année à l'autre.
import-table-partenariats = Qui est partenaire de quoi, dans quel rôle, depuis quand.
import-table-conventions = Les conventions : entre quelles structures, sur quoi, jusqu’à quand, avec quelle reconduction.
import-table-financements = Les financements demandés, refusés, notifiés, révisés, versés, remboursés, alloués, libérés, consommés, et les apports en nature. Une seconde notification s'ajoute à la première ; une révision la remplace et donne son identifiant. Sans identifiant, il est composé de la ligne et de son rang parmi les lignes égales du fichier.
import-table-budgets = Les budgets annoncés sans la part de chaque financeur.
import-table-mesures = Les totaux déclarés par une source : ils restent des déclarations, sans séance inventée. Déclaré de nouveau à une autre date, un total est révisé.
import-table-seances = Les séances de toute sorte : prévues, déplacées, tenues, annulées.
import-table-animateurs = Les structures qui animent une séance.
import-table-inscriptions = Les inscriptions, dans l'ordre d'arrivée ; la liste d'attente se fait toute seule.
import-table-presences = Les présences et absences nominatives, et les structures représentées.
import-table-comptages = Les personnes comptées sans nom, en plus des présences nominatives.
import-table-orientations = Les personnes orientées vers un autre interlocuteur, ou orientées ici par lui, sans dire qui : l'interlocuteur est une structure, une catégorie ou quelques mots, un seul des trois.
import-table-passages = Les passages à un stand et les connexions à une visioconférence : jamais des personnes.
import-table-ecarts = Les différences à garder sous les yeux : numéro manquant, chiffre déclaré qui n’est pas le chiffre constaté. Le constaté n’est pas saisi : il est calculé.

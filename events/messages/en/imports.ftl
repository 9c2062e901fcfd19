## imports: where a problem stands

import-at-cell = line { $row }, column { $column }: { $what }
import-at-row = line { $row }: { $what }
import-at-file = { $what }
import-in-file = { $file }: { $what }
import-file-absent = { $file }: there is no such file. Check the path, or give a folder of CSV files.
import-file-unread = { $file }: this file cannot be read ({ $why }).
import-why-forbidden = you may not read it
import-why-no-folder = what the path calls a folder is a file
import-why-system = error no. { $number } of the system
import-nothing = no file to import: give an OSCARS record (.txt), CSV files or a folder of CSV files.
import-mixed = an OSCARS record is imported alone, not beside CSV files or another record.
import-reason-empty = the reason given with --correct is empty: say why these rows correct what stands, such as “sheet read again”.
import-reason-personal = the reason given with --correct seems to name or to reach somebody, and would stand for ever: say why without designating anybody.

## imports: whole files and lines

import-unknown-file = this file name is not known. Accepted files: { $known }.
import-empty-file = the file is empty: it needs at least a line of headings.
import-line-too-long = this line is about { $size } MiB long; a line may be 1 at most. It was not read.
import-file-too-long = this file is longer than { $most } MiB: it was not read. Cut it into several files.
import-quote-never-closed = a quotation mark (") opens here and is never closed. Double it if it belongs to the text. { $lines ->
    [one] This line was not read.
   *[many] Nothing was read from here to line { $last }.
}
import-quote-inside-cell = a text goes on behind the quotation mark (") that closes it. Double the marks that belong to the text. { $lines ->
    [one] This line was not read.
   *[many] Nothing was read from here to line { $last }.
}
import-quote-cuts-row = this line has fewer cells than the headings, and a quotation mark (") may have cut it. Double the marks that belong to the text, or complete the line with empty cells. { $lines ->
    [one] It was not read.
   *[many] Nothing was read from here to line { $last }.
}
import-quote-joins-rows = a quotation mark (") opens here and closes on line { $last }, around what looks like several rows. Nothing was read from here to line { $last }: double the marks that belong to the text, or write the text on one line.
import-encoding-unsure = the accented letters of this file cannot be read for certain (byte { $byte }). Save it as “CSV UTF-8”.
import-damaged-text = this file is in UTF-16 or UTF-32 and is damaged. Save it as “CSV UTF-8”.
import-unread-workbook = this file is a workbook: it was not read. Open it and save each sheet as “CSV UTF-8”, under the name of one of the files that “maillage import --describe” describes.
import-unread-document = this file is a document or a picture: it was not read. Copy its rows into a CSV file, or take it out of the folder.
import-unread-form = this sort of file is not read. Save it as “CSV UTF-8”, or take it out of the folder.
import-unread-folder = this folder stands inside another one: it was not read. Import it on its own, or move its files out.
import-unread-record = an OSCARS record is imported alone: this one was not read. Import it on its own: maillage import "{ $path }" --space { $space }
import-unread-same-name = two files have this name: only one was read. Rename the other, for instance “seances-2.csv”.
import-unknown-file-near = this file name is not known. Rename it { $near } if that is what it holds; “maillage import --describe” gives all accepted names.
import-headings-below = the headings stand on line { $line }. Delete what is written above them (a title, a date): the first line must be that of the headings.
import-headings-absent = this line is not a line of headings. Delete the title if there is one, and write the names of the columns on the first line: { $known }.
import-columns-unknown = several columns are not known: { $columns }. Accepted columns: { $known }.
import-column-unknown-near = this column is not known. Did you mean { $near }? Accepted columns: { $known }.
import-cell-without-heading = this cell is filled but its column has no heading. Give it a heading, or empty the cell.
import-row-is-a-total = this line is a total, not a row of the table. Delete it: Maillage computes totals.
import-row-is-a-note = this line is a note, not a row of the table. Take it out.
import-headings-only = this file holds nothing but its headings: there was nothing to read.
import-row-repeats-headings = this line repeats the headings. Delete it: a file has one line of headings.
import-row-says-nothing = nothing could be taken from this line. Complete it, or delete it.
import-row-unaccounted = this line was not read whole. Save the file again as “CSV UTF-8” from a spreadsheet.
import-too-many-cells = { $found } cells for { $expected } columns. One separator too many, or a text that needs quotation marks.
import-row-incomplete = something is missing for this line to say anything.
import-column-unknown = this column is not known. Accepted columns: { $known }.
import-column-twice = this column already stands further left.
import-column-missing = this column is needed and missing from the file.

## imports: cells

import-cell-needed = the cell is empty and must be filled.
import-cell-names-a-person = this text seems to name a person (name, e-mail, telephone). Persons are declared in “personnes.csv”.
import-cell-not-of-list = { $value } is not accepted here. One of: { $accepted }.
import-cell-no-such-date = { $value } does not exist.
import-cell-not-a-date = { $value } is not a date. Write DD/MM/YYYY, MM/YYYY, “septembre 2019”, YYYY or “inconnu”, the year in four digits, without a time or a quarter.
import-cell-not-a-day = { $value } does not say the day, which is needed here: DD/MM/YYYY.
import-cell-not-a-quantity = { $value } is not a number. Write 12, “environ 40”, 20-25, “au moins 10”, “plusieurs” or n.r.
import-cell-not-an-amount = { $value } is not a number. Write 12, 4.2, “environ 4,5”, “entre 3,5 et 4”, “au moins 10”, “plusieurs” or n.r.
import-cell-not-a-number = { $value } is not a whole number, zero or more.
import-cell-not-a-year = { $value } is not a year of four digits.
import-cell-not-euros = { $value } is not a sum of money. Write 15000, “15 000,00 €” or 12,50.
import-cell-not-a-decimal = { $value } is not a decimal number such as 27,5.
import-cell-not-a-time = { $value } is not a time. Write 14:00 or 14h30.
import-cell-not-yes-or-no = { $value }: answer oui or non.
import-cell-not-a-code = { $value } is not a code: lower-case letters without accents, digits, hyphens, 64 characters at most.
import-cell-not-a-code-but = { $value } is not a code. For that name the code would be “{ $code }” (check the one that you gave already).
import-cell-not-a-code-of-a-person = this is not the code of a person: lower-case letters without accent, digits, hyphens. Give the code that stands in “personnes.csv”, never the name.
import-cell-is-a-category = { $value } means several organisations at once: it is a category. Put it into “categories.csv”; if it is one organisation, give its address, its telephone or its SIRET.
import-cell-not-a-reference = { $value } is not a designation of the form { $families }.
import-cell-not-a-commune = { $value } is not the code of a commune (official geographic code, not the post code): 17300, 2A004.
import-cell-not-a-qpv = { $value } is not the code of a priority neighbourhood: QP017003 (2015) or QN01701M (2024).
import-cell-not-half-days = { $value } cannot be read. Write “08/03/2016 matin | 08/03/2016 après-midi”.
import-cell-not-marginals = { $value } cannot be read. Write for instance “sexe: f=5, h=3 | âge: 60 et plus=4 | qpv 2015: oui=2, non=1”. Questions: sexe, âge, qualité, qpv 2015, qpv 2024; no answer: inconnu.
import-cell-not-a-telephone = { $value } is not a telephone number. Write 05 46 00 00 00, +32 2 123 45 67 or a short number.
import-cell-not-an-email = { $value } is not an e-mail address. Write accueil@exemple.fr.
import-cell-formula-error = { $value } is the error of a formula. Mend the formula, or write the value.
import-cell-unprintable = this text holds a character that nobody sees. Type it again.
import-cell-too-long = this text is longer than 4,000 bytes.

## imports: codes and persons

import-code-twice = the code { $value } is already used at line { $before } of { $file }. Give another code or remove one of the two lines.
import-signup-out-of-order = this request is dated before that of line { $before } of { $file }, and other requests of this session have no date: the order of the waiting list cannot be told. Date every request of the session, or put the lines in the order of arrival.
import-person-code-twice = the code { $value } already stands for a person at line { $before } of { $file }. A person has one line: remove this one, or give another code if it is somebody else.
import-person-named-twice = this person has the same family name and given name as the one at line { $before } of { $file }. If they are the same, keep one line and one code; if not, tell the given names apart.
import-person-in-vault = a person of this name is already recorded under another code. If they are the same, use the first code again; if not, tell the given names apart. Nothing is merged without your decision.
import-person-erased = this person was erased from the vault at their request: the code cannot be used again. Take them out of the file.
import-person-card-differs = this code already stands for a person recorded with another name or contact. Correct their card in Maillage, or give another code if it is somebody else.
import-reference-missing = { $object } exists neither in the files nor in the space. Correct the code, or add first what it stands for.
import-person-missing = person { $value } is not known: add them to “personnes.csv”, or correct the code.

## imports: rows that say otherwise what stands

import-changed = this row does not say what is recorded ({ $kind }, fact no. { $position }). It was not taken: an import erases nothing. If it is right, import again with --correct and the reason of the correction.
import-changed-said = { $value } is not what is recorded: { $standing } ({ $kind }, fact no. { $position }). This row was not taken: an import erases nothing. If it is right, import again with --correct and the reason of the correction.
import-changed-line = this line does not say what is recorded: { $standing } ({ $kind }, fact no. { $position }). It was not taken: an import erases nothing. If it is right, import again with --correct and the reason of the correction.
import-changed-emptied = the cell is empty, and { $standing } is recorded ({ $kind }, fact no. { $position }). This row was not taken: an import erases nothing. If it is right, import again with --correct and the reason of the correction.
import-replaces = this row seems to replace what is recorded already ({ $kind }, fact no. { $position }) and the file says no more. It was not taken, so that nothing counts twice. If it corrects the former row, import again with --correct and the reason; if both are true, leave the former row in the file as well.
import-replaces-said = this row seems to replace what is recorded already ({ $kind }, fact no. { $position }: { $standing }) and the file says no more. It was not taken, so that nothing counts twice. If it corrects the former row, import again with --correct and the reason; if both are true, leave the former row in the file as well.
import-rows-gone = { $count ->
    [one] 1 fact that an earlier version of this file recorded is not in it any more. It stands still: cancel it if it was wrong.
   *[other] { $count } facts that an earlier version of this file recorded are not in it any more. They stand still: cancel those that were wrong.
}

## imports: what a code stands for


## imports: the page that describes the files

import-describe-title = CSV files that Maillage can import
import-describe-introduction = One file a subject, separated by semicolons, commas or tabs, in UTF-8 (the plain encoding of Excel is read too). Accents, case and the order of columns are free. An empty cell means unknown, never zero. A list is separated by “|”. One subject may stand in several files: “seances-2016.csv”.
import-describe-column = Column
import-describe-needed = Needed
import-describe-holds = Holds
import-describe-yes = yes

import-form-text = text, without any person's name
import-form-organisation-name = name of one organisation; a category (“bailleurs sociaux”) goes into `categories.csv`
import-form-sentences = sentences separated by “|”
import-form-when = date: DD/MM/YYYY, YYYY-MM-DD, MM/YYYY, septembre 2019, 2016 or inconnu
import-form-day = date to the day
import-form-time = time: 14:00 or 14h30
import-form-quantity = quantity: 12, environ 40, 20-25, au moins 10, plusieurs, n.r.
import-form-amount = quantity, decimal or not: 12, 4,2, environ 40, entre 3,5 et 4, au moins 10, plusieurs, n.r.
import-form-count = whole number
import-form-year = year
import-form-euros = sum of money: 15 000,00 €
import-form-decimal = decimal number or percentage
import-form-yes-no = oui or non (empty: no)
import-form-code = code
import-form-codes = codes separated by “|”
import-form-key = code of this line, unique
import-form-key-made = code; when empty it is made of: { $columns }
import-form-person-key = code of the person, chosen by you, unique and without their name
import-form-person = code of a person of `personnes.csv`
import-form-private = personal data, kept encrypted outside the facts
import-form-telephone = public telephone number of the organisation
import-form-email = public e-mail address of the organisation
import-form-commune = code of a commune: 17300, 2A004
import-form-qpv = code of a priority neighbourhood: QP017003, QN01701M
import-form-half-days = half-days separated by |: 08/03/2016 matin | 08/03/2016 après-midi
import-form-marginals = marginals of a headcount: sexe: f=5, h=3 | âge: 60 et plus=4 | qpv 2015: oui=2, non=1 | qualité: habitants=6
import-form-ref = code of { $file }
import-form-refs = codes of { $file }, separated by “|”
import-form-stream = a designation among { $accepted }
import-form-word = one of: { $accepted }
import-form-words = one or more, separated by “|”: { $accepted }

import-table-espace = The space: a city, a group of communes or an operator. One line.
import-table-structures = Partner organisations, under their name on a date.
import-table-identifiants = Identifiers of organisations (SIRET, RNA, FINESS…), from when and until when.
import-table-categories = Categories of organisations (“bailleurs sociaux”): listed, never counted as a partner.
import-table-personnes = Persons. Their names go to the encrypted vault; facts keep a reference only.
import-table-contrats = Contracts (CLS, CLSM, other programmes) and their generations.
import-table-axes = The axes of contracts.
import-table-signataires = Signatories and associates of contracts.
import-table-avenants = Amendments signed: what they change, the new end.
import-table-indicateurs-contexte = Indicators of the territory with what they are compared with; no value for a qualitative vigilance.
import-table-evaluations = Evaluations of contracts.
import-table-mandats = Mandates given to an operator over several contracts.
import-table-poles = Pôles ressources santé.
import-table-referents = Referents of the poles and their deputies.
import-table-cadences = The rhythm of each pole's meetings.
import-table-contacts = Tries to reach a referent. Without an identifier, it is made of the row and of its rank among equal rows of the file.
import-table-instances = Bodies: committees, working groups, plenaries, networks.
import-table-sieges = Organisations, and persons without their names, that have a seat in a body.
import-table-fiches = Fiches action. A number belongs to one fiche at a time.
import-table-fiches-annees = The years of each fiche and their status; nothing is copied from one year to the next.
import-table-numeros-fiches = The numbers that a fiche bears after its first; it stays the same fiche.
import-table-categories-fiches = The outcome categories that each fiche retains, and until when.
import-table-roles-fiches = Pilots, carriers, leaders and elected representatives of fiches: an organisation, or a person without the name. A carrier who is named takes over from the one before.
import-table-resultats-attendus = Results expected, by fiche and year.
import-table-resultats-constates = Results achieved; the same code answers the expected result.
import-table-etapes = Milestones passed, without a figure. Without an identifier, it is made of the row and of its rank among equal rows of the file.
import-table-actions = Yearly funded actions and their chain from one year to the next.
import-table-partenariats = Who is a partner of what, in which role, since when.
import-table-conventions = Agreements: between which organisations, on what, until when, renewed how.
import-table-financements = Money requested, declined, notified, revised, paid, refunded, allocated, released, spent, and what is given in kind. A second notification adds to the first; a revision replaces one and gives its identifier. Without an identifier, it is made of the row and of its rank among equal rows of the file.
import-table-budgets = Budgets stated without each funder's share.
import-table-mesures = Totals that a source declares: they stay declarations, without invented sessions. Declared again for another date, a total is revised.
import-table-seances = Sessions of every kind: planned, moved, held, cancelled.
import-table-animateurs = Organisations that lead a session.
import-table-inscriptions = Signups in order of arrival; the waiting list makes itself.
import-table-presences = Named presences and absences, and organisations represented.
import-table-comptages = Heads counted without names, on top of the named presences.
import-table-orientations = People referred to somebody else, or referred here, without saying who: the other side is an organisation, a category or a few words, one of the three.
import-table-passages = Visits to a stand and connections to an online session: never persons.
import-table-ecarts = Differences to keep in sight: missing number, declared figure that is not the one found. What is found is not typed in: it is computed.

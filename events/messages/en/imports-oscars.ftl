## Reading an OSCARS record: what could not be read

oscars-empty = The file is empty.
oscars-not-a-record = This text is not an OSCARS record: its headings (Thème, Description, Financeur…) are not there.
oscars-several-records = Line { $line }: another record begins here. Nothing was read: put each record in a file of its own.
oscars-encoding-unsure = Line { $line }: the accented letters of this text cannot be read for certain. Save it as UTF-8 and try again.
oscars-line-too-long = Line { $line }: { $bytes } bytes is too long; a line has { $most } at most.
oscars-file-too-long = The file has { $bytes } bytes, which is too many; { $most } at most.
oscars-no-title = The title of the action is missing: it should be the first line.
oscars-no-year = The year of the action is missing: it should stand alone on a line, below the title.
oscars-bad-year = Line { $line }: “{ $value }” gives no year.
oscars-bad-money = Line { $line }: “{ $value }” is not a sum in euros.
oscars-fiche-twice = Line { $line }: fiche number { $number } is taken already, under another title; only the first is read.
oscars-text-too-long = Line { $line }: the text is too long ({ $length } bytes, { $most } at most); it is left out.
oscars-which-contract = The space holds several contracts ({ $contracts }) and the record does not say which one it belongs to: give it with --contract.
oscars-names-a-person = Line { $line }: a sentence seems to name a person; it is left out.
oscars-holds-email = Line { $line }: a sentence holds an e-mail address; it is left out.
oscars-holds-telephone = Line { $line }: a sentence holds a telephone number; it is left out.
oscars-holds-social-security-number = Line { $line }: a sentence holds a social security number; it is left out.
oscars-holds-bank-account = Line { $line }: a sentence holds a bank account number; it is left out.
oscars-character-unprintable = Line { $line }: the text holds a character that nobody sees ({ $character }); it is left out.

## Reading an OSCARS record: what gives no fact

oscars-unused-part = { $lines ->
    [one] Line { $line }
   *[many] Lines { $line } to { $last }
}: the heading “{ $value }” is not taken over, Maillage has no place for it.
oscars-unused-words = { $lines ->
    [one] Line { $line }
   *[many] Lines { $line } to { $last }
}: “{ $value }” is not taken over.

## Notes kept with a discrepancy (facts: always French)


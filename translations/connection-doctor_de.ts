<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>Knowledge</name>
    <message>
        <source>no question provides the placeholder &apos;%1&apos;</source>
        <translation>keine Frage liefert den Platzhalter &apos;%1&apos;</translation>
    </message>
    <message>
        <source>a text is expected</source>
        <translation>ein Text wird erwartet</translation>
    </message>
    <message>
        <source>the English file has no such text</source>
        <translation>die englische Datei hat keinen solchen Text</translation>
    </message>
    <message>
        <source>the file itself</source>
        <translation>der Datei selbst</translation>
    </message>
    <message>
        <source>each cause needs a page</source>
        <translation>jede Ursache braucht eine Seite</translation>
    </message>
    <message>
        <source>the text</source>
        <translation>dem Text</translation>
    </message>
    <message>
        <source>the article section &apos;%1&apos; has no page in %2/learn</source>
        <translation>der Artikelabschnitt &apos;%1&apos; hat keine Seite in %2/learn</translation>
    </message>
    <message>
        <source>The knowledge file %1 is not as expected at %2: %3.</source>
        <translation>Die Wissensdatei %1 ist nicht wie erwartet, bei %2: %3.</translation>
    </message>
    <message>
        <source>it must exist and be readable</source>
        <translation>sie muss vorhanden und lesbar sein</translation>
    </message>
    <message>
        <source>byte %1</source>
        <translation>Byte %1</translation>
    </message>
    <message>
        <source>the start</source>
        <translation>dem Anfang</translation>
    </message>
    <message>
        <source>an object is expected</source>
        <translation>ein Objekt wird erwartet</translation>
    </message>
    <message>
        <source>&apos;%1&apos; must be a list of strings</source>
        <translation>&apos;%1&apos; muss eine Liste von Texten sein</translation>
    </message>
    <message>
        <source>causes.json has no such cause</source>
        <translation>causes.json hat keine solche Ursache</translation>
    </message>
    <message>
        <source>front matter between two lines &apos;---&apos; is expected</source>
        <translation>ein Vorspann zwischen zwei Zeilen &apos;---&apos; wird erwartet</translation>
    </message>
    <message>
        <source>the front matter</source>
        <translation>dem Vorspann</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is expected</source>
        <translation>&apos;%1&apos; wird erwartet</translation>
    </message>
    <message>
        <source>one each of the sections %1 is expected</source>
        <translation>je ein Abschnitt %1 wird erwartet</translation>
    </message>
    <message>
        <source>text must stand inside of a section</source>
        <translation>Text muss in einem Abschnitt stehen</translation>
    </message>
    <message>
        <source>the section is missing or empty</source>
        <translation>der Abschnitt fehlt oder ist leer</translation>
    </message>
    <message>
        <source>&apos;### [place/platform] title&apos; is expected, the place being this-computer, server or network</source>
        <translation>&apos;### [place/platform] title&apos; wird erwartet, mit this-computer, server oder network als Ort</translation>
    </message>
    <message>
        <source>a fix must begin with &apos;### [place/platform] title&apos;</source>
        <translation>eine Abhilfe muss mit &apos;### [place/platform] title&apos; beginnen</translation>
    </message>
    <message>
        <source>a fix needs steps</source>
        <translation>eine Abhilfe braucht Schritte</translation>
    </message>
    <message>
        <source>the page</source>
        <translation>der Seite</translation>
    </message>
    <message>
        <source>text is expected after the front matter</source>
        <translation>nach dem Vorspann wird Text erwartet</translation>
    </message>
    <message>
        <source>&apos;id&apos;, &apos;regex&apos; and &apos;meaning&apos; are expected</source>
        <translation>&apos;id&apos;, &apos;regex&apos; und &apos;meaning&apos; werden erwartet</translation>
    </message>
    <message>
        <source>one of always, usually, often, sometimes, rarely, never or a number up to 1 is expected</source>
        <translation>always, usually, often, sometimes, rarely, never oder eine Zahl bis 1 wird erwartet</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no answer of the question &apos;%2&apos;</source>
        <translation>&apos;%1&apos; ist keine Antwort der Frage &apos;%2&apos;</translation>
    </message>
    <message>
        <source>the answers must sum to at most 1, they sum to %1</source>
        <translation>die Antworten dürfen zusammen höchstens 1 ergeben, sie ergeben %1</translation>
    </message>
    <message>
        <source>&apos;id&apos; and &apos;test&apos; are expected</source>
        <translation>&apos;id&apos; und &apos;test&apos; werden erwartet</translation>
    </message>
    <message>
        <source>a number above 0 is expected</source>
        <translation>eine Zahl über 0 wird erwartet</translation>
    </message>
    <message>
        <source>&apos;answers&apos; and &apos;base&apos; must name the same answers</source>
        <translation>&apos;answers&apos; und &apos;base&apos; müssen dieselben Antworten nennen</translation>
    </message>
    <message>
        <source>the base must sum to 1, it sums to %1</source>
        <translation>&apos;base&apos; muss zusammen 1 ergeben, ergibt aber %1</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no question</source>
        <translation>&apos;%1&apos; ist keine Frage</translation>
    </message>
    <message>
        <source>&apos;id&apos;, &apos;family&apos; and a known &apos;closedBy&apos; are expected</source>
        <translation>&apos;id&apos;, &apos;family&apos; und ein bekanntes &apos;closedBy&apos; werden erwartet</translation>
    </message>
    <message>
        <source>each question may stand there once</source>
        <translation>jede Frage darf dort einmal stehen</translation>
    </message>
    <message>
        <source>each cause may stand there once</source>
        <translation>jede Ursache darf dort einmal stehen</translation>
    </message>
    <message>
        <source>one row for each cause is expected</source>
        <translation>eine Zeile je Ursache wird erwartet</translation>
    </message>
    <message>
        <source>one weight for each &apos;when&apos; is expected</source>
        <translation>ein Gewicht je &apos;when&apos; wird erwartet</translation>
    </message>
    <message>
        <source>weights are numbers above 0</source>
        <translation>Gewichte sind Zahlen über 0</translation>
    </message>
    <message>
        <source>&apos;### [id] title&apos; is expected for a variant</source>
        <translation>für eine Variante wird &apos;### [id] Titel&apos; erwartet</translation>
    </message>
    <message>
        <source>a variant needs a text, signs (&apos;- …&apos;) and a fix (&apos;#### …&apos;)</source>
        <translation>eine Variante braucht einen Text, Zeichen (&apos;- …&apos;) und eine Abhilfe (&apos;#### …&apos;)</translation>
    </message>
    <message>
        <source>a variant must begin with &apos;### [id] title&apos;</source>
        <translation>eine Variante muss mit &apos;### [id] Titel&apos; beginnen</translation>
    </message>
    <message>
        <source>another cause or variant has this id</source>
        <translation>eine andere Ursache oder Variante hat diese Kennung</translation>
    </message>
    <message>
        <source>there is no such cause or variant</source>
        <translation>es gibt keine solche Ursache oder Variante</translation>
    </message>
    <message>
        <source>at least one source is expected</source>
        <translation>mindestens eine Quelle wird erwartet</translation>
    </message>
    <message>
        <source>the end</source>
        <translation>das Ende</translation>
    </message>
    <message>
        <source>&apos;%1&apos; stands here in English</source>
        <translation>im Englischen steht hier &apos;%1&apos;</translation>
    </message>
    <message>
        <source>&apos;title&apos; and &apos;where&apos; are expected</source>
        <translation>&apos;title&apos; und &apos;where&apos; werden erwartet</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no platform (platforms.cpp)</source>
        <translation>&apos;%1&apos; ist keine Plattform (platforms.cpp)</translation>
    </message>
    <message>
        <source>&apos;id&apos;, &apos;product&apos; and &apos;seconds&apos; above 0 are expected</source>
        <translation>„id“, „product“ und „seconds“ über 0 werden erwartet</translation>
    </message>
    <message>
        <source>&apos;side&apos; must be &apos;server&apos; or &apos;device&apos;</source>
        <translation>„side“ muss „server“ oder „device“ sein</translation>
    </message>
    <message>
        <source>&apos;closes&apos; must be one of: %1</source>
        <translation>„closes“ muss eines von diesen sein: %1</translation>
    </message>
    <message>
        <source>a source and how it was verified are expected</source>
        <translation>eine Quelle und die Art ihrer Prüfung werden erwartet</translation>
    </message>
    <message>
        <source>each id may stand here once only</source>
        <translation>jede id darf hier nur einmal stehen</translation>
    </message>
</context>
<context>
    <name>Listener</name>
    <message>
        <source>%1 port %2 is not an address to listen on.</source>
        <translation>An %1, Port %2, lässt sich nicht lauschen.</translation>
    </message>
    <message>
        <source>Cannot listen on %1 port %2: %3.</source>
        <translation>Lauschen an %1, Port %2, ist nicht möglich: %3.</translation>
    </message>
</context>
<context>
    <name>computer</name>
    <message>
        <source>The system leaves the choice of a proxy to a script (%1), which cannot be run here; name the proxy itself, or none.</source>
        <translation>Das System überlässt die Wahl des Proxys einem Skript (%1), das hier nicht ausgeführt werden kann; nennen Sie den Proxy selbst oder keinen.</translation>
    </message>
    <message>
        <source>The environment&apos;s variable %1 cannot be used: %2</source>
        <comment>%2 is a whole sentence</comment>
        <translation>Die Umgebungsvariable %1 ist nicht brauchbar: %2</translation>
    </message>
    <message>
        <source>The system&apos;s settings name the proxy %1, which is of a kind that cannot be used here; an HTTP or SOCKS5 proxy was expected.</source>
        <translation>Die Einstellungen des Systems nennen den Proxy %1, der von einer hier nicht brauchbaren Art ist; erwartet wurde ein HTTP- oder SOCKS5-Proxy.</translation>
    </message>
    <message>
        <source>The system did not tell its proxy settings within %1 seconds; name the proxy itself, or none.</source>
        <translation>Das System hat seine Proxy-Einstellungen nicht innerhalb von %1 Sekunden mitgeteilt; nennen Sie den Proxy selbst oder keinen.</translation>
    </message>
</context>
<context>
    <name>core</name>
    <message>
        <source>a date and time is expected there</source>
        <translation>dort werden Datum und Uhrzeit erwartet</translation>
    </message>
    <message>
        <source>a source such as “test:connect” is expected there</source>
        <translation>dort wird eine Quelle wie „test:connect“ erwartet</translation>
    </message>
    <message>
        <source>a text is expected there</source>
        <translation>dort wird ein Text erwartet</translation>
    </message>
    <message>
        <source>a number is expected there</source>
        <translation>dort wird eine Zahl erwartet</translation>
    </message>
    <message>
        <source>an object is expected there</source>
        <translation>dort wird ein Objekt erwartet</translation>
    </message>
    <message>
        <source>a list is expected there</source>
        <translation>dort wird eine Liste erwartet</translation>
    </message>
    <message>
        <source>a whole number from %1 to %2 is expected there</source>
        <translation>dort wird eine ganze Zahl von %1 bis %2 erwartet</translation>
    </message>
    <message>
        <source>the member “%1” is not right: %2</source>
        <translation>das Element „%1“ stimmt nicht: %2</translation>
    </message>
    <message>
        <source>“%1” is not a known word</source>
        <translation>„%1“ ist kein bekanntes Wort</translation>
    </message>
    <message>
        <source>true or false is expected there</source>
        <translation>dort wird true oder false erwartet</translation>
    </message>
    <message>
        <source>a number from %1 to %2 is expected there</source>
        <translation>dort wird eine Zahl von %1 bis %2 erwartet</translation>
    </message>
    <message>
        <source>The file “%1” cannot be opened: %2.</source>
        <translation>Die Datei „%1“ lässt sich nicht öffnen: %2.</translation>
    </message>
    <message>
        <source>The file “%1” cannot be read: %2.</source>
        <translation>Die Datei „%1“ lässt sich nicht lesen: %2.</translation>
    </message>
    <message>
        <source>The file “%1” cannot be used. %2</source>
        <translation>Die Datei „%1“ ist nicht verwendbar. %2</translation>
    </message>
    <message>
        <source>The file “%1” cannot be written: %2.</source>
        <translation>Die Datei „%1“ lässt sich nicht schreiben: %2.</translation>
    </message>
    <message>
        <source>This is not a saved diagnosis: %1.</source>
        <translation>Dies ist keine gespeicherte Diagnose: %1.</translation>
    </message>
    <message>
        <source>its member “schema” should read “%1”</source>
        <translation>das Element „schema“ muss „%1“ lauten</translation>
    </message>
    <message>
        <source>This diagnosis was saved by a newer version (format %1; this version reads up to format %2).</source>
        <translation>Diese Diagnose wurde von einer neueren Version gespeichert (Format %1; diese Version liest bis Format %2).</translation>
    </message>
    <message>
        <source>every answer should be a text</source>
        <translation>jede Antwort muss ein Text sein</translation>
    </message>
    <message>
        <source>an attempt is named that the test “%1” does not have</source>
        <translation>ein Versuch ist genannt, den die Prüfung „%1“ nicht hat</translation>
    </message>
    <message>
        <source>it is larger than %1 MB</source>
        <translation>sie ist größer als %1 MB</translation>
    </message>
    <message>
        <source>it is not complete JSON (trouble at byte %1 of %2)</source>
        <translation>sie ist kein vollständiges JSON (Fehler bei Byte %1 von %2)</translation>
    </message>
    <message>
        <source>an object is expected at its top</source>
        <translation>auf der obersten Ebene wird ein Objekt erwartet</translation>
    </message>
    <message>
        <source>%1 is a broadcast address, which no connection can be opened to.</source>
        <translation>%1 ist eine Broadcast-Adresse; zu ihr lässt sich keine Verbindung öffnen.</translation>
    </message>
    <message>
        <source>%1 is a multicast address, which no connection can be opened to.</source>
        <translation>%1 ist eine Multicast-Adresse; zu ihr lässt sich keine Verbindung öffnen.</translation>
    </message>
    <message>
        <source>%1 stands for every address of this computer; type one of them, for example %2.</source>
        <translation>%1 steht für alle Adressen dieses Rechners; geben Sie eine davon ein, zum Beispiel %2.</translation>
    </message>
    <message>
        <source>A host name has at most %1 characters; this one has %2.</source>
        <translation>Ein Hostname hat höchstens %1 Zeichen; dieser hat %2.</translation>
    </message>
    <message>
        <source>There is an empty part between the dots of “%1”.</source>
        <translation>Zwischen den Punkten von „%1“ fehlt ein Teil.</translation>
    </message>
    <message>
        <source>A part of a host name has at most %1 characters; “%2” is longer.</source>
        <translation>Ein Teil eines Hostnamens hat höchstens %1 Zeichen; „%2“ ist länger.</translation>
    </message>
    <message>
        <source>An address cannot hold the sign “%1”: “%2”.</source>
        <translation>Eine Adresse darf das Zeichen „%1“ nicht enthalten: „%2“.</translation>
    </message>
    <message>
        <source>An address cannot hold control characters.</source>
        <translation>Eine Adresse darf keine Steuerzeichen enthalten.</translation>
    </message>
    <message>
        <source>A part of a host name cannot start or end with “-”: “%1”.</source>
        <translation>Ein Teil eines Hostnamens darf nicht mit „-“ beginnen oder enden: „%1“.</translation>
    </message>
    <message>
        <source>“%1” is not a complete numeric address; four numbers from 0 to 255 are expected, for example 192.0.2.10.</source>
        <translation>„%1“ ist keine vollständige Zahlenadresse; erwartet werden vier Zahlen von 0 bis 255, zum Beispiel 192.0.2.10.</translation>
    </message>
    <message>
        <source>Type the address of the service, for example db.example.org:1433.</source>
        <translation>Geben Sie die Adresse des Dienstes ein, zum Beispiel db.example.org:1433.</translation>
    </message>
    <message>
        <source>An address cannot hold a space: “%1”.</source>
        <translation>Eine Adresse darf kein Leerzeichen enthalten: „%1“.</translation>
    </message>
    <message>
        <source>“%1” is not an IPv6 address; one looks like 2001:db8::1.</source>
        <translation>„%1“ ist keine IPv6-Adresse; eine solche sieht aus wie 2001:db8::1.</translation>
    </message>
    <message>
        <source>“%1” cannot be written as an internet host name.</source>
        <translation>„%1“ lässt sich nicht als Hostname im Internet schreiben.</translation>
    </message>
    <message>
        <source>The port is missing after the colon; ports go from 1 to 65535.</source>
        <translation>Nach dem Doppelpunkt fehlt der Port; Ports gehen von 1 bis 65535.</translation>
    </message>
    <message>
        <source>“%1” is not a port; ports are numbers from 1 to 65535.</source>
        <translation>„%1“ ist kein Port; Ports sind Zahlen von 1 bis 65535.</translation>
    </message>
    <message>
        <source>Ports go from 1 to 65535.</source>
        <translation>Ports gehen von 1 bis 65535.</translation>
    </message>
    <message>
        <source>Add the port of the service, for example %1:443.</source>
        <translation>Ergänzen Sie den Port des Dienstes, zum Beispiel %1:443.</translation>
    </message>
    <message>
        <source>“%1” is not a protocol that can be tested; type host and port instead, for example db.example.org:1433.</source>
        <translation>„%1“ ist kein Protokoll, das sich prüfen lässt; geben Sie stattdessen Host und Port ein, zum Beispiel db.example.org:1433.</translation>
    </message>
    <message>
        <source>Put an IPv6 address in brackets so that the port stands out, for example %1.</source>
        <translation>Setzen Sie eine IPv6-Adresse in Klammern, damit der Port erkennbar ist, zum Beispiel %1.</translation>
    </message>
    <message>
        <source>No address was found in this text; type it like db.example.org:1433.</source>
        <translation>In diesem Text wurde keine Adresse gefunden; geben Sie sie so ein: db.example.org:1433.</translation>
    </message>
    <message>
        <source>This text is too long to be an address; type it like db.example.org:1433.</source>
        <translation>Dieser Text ist zu lang für eine Adresse; geben Sie sie so ein: db.example.org:1433.</translation>
    </message>
    <message>
        <source>“%1” is not a proxy; expected http://host:port, socks5://host:port or none.</source>
        <translation>„%1“ ist kein Proxy; erwartet wird http://host:port, socks5://host:port oder none.</translation>
    </message>
    <message>
        <source>Not tested: %1, because the connections were to come from %2, which is of the other address family.</source>
        <extracomment>%1 addresses of the service, %2 an address of this computer</extracomment>
        <translation>Nicht getestet: %1, weil die Verbindungen von %2 ausgehen sollten, einer Adresse der anderen Adressfamilie.</translation>
    </message>
</context>
<context>
    <name>doctor::cli::CausesCommand</name>
    <message>
        <source>Print what is known about causes and their cures</source>
        <translation>Ausgeben, was über Ursachen und Abhilfen bekannt ist</translation>
    </message>
    <message>
        <source>There is no cause “%1”; there are %2.</source>
        <translation>Die Ursache „%1“ gibt es nicht; es gibt %2.</translation>
    </message>
    <message>
        <source>What happens</source>
        <translation>Was geschieht</translation>
    </message>
    <message>
        <source>How to confirm it</source>
        <translation>So bestätigen Sie es</translation>
    </message>
    <message>
        <source>How to prevent it</source>
        <translation>So beugen Sie vor</translation>
    </message>
    <message>
        <source>Cause</source>
        <translation>Ursache</translation>
    </message>
    <message>
        <source>Family</source>
        <translation>Gruppe</translation>
    </message>
    <message>
        <source>Meaning</source>
        <translation>Bedeutung</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>Was zu tun ist</translation>
    </message>
    <message>
        <source>It is a special form of “%1”.</source>
        <comment>%1 id of a cause</comment>
        <translation>Es ist eine besondere Form von „%1“.</translation>
    </message>
    <message>
        <source>One cause or variant; all of them without it</source>
        <translation>Eine Ursache oder Form; ohne Angabe alle</translation>
    </message>
    <message>
        <source>Who closes, and how it looks on the wire</source>
        <translation>Wer schließt, und wie es auf der Leitung aussieht</translation>
    </message>
    <message>
        <source>What to ask the other side</source>
        <translation>Was Sie die andere Seite fragen</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>Quellen</translation>
    </message>
    <message>
        <source>Signs</source>
        <translation>Zeichen</translation>
    </message>
    <message>
        <source>variant of %1</source>
        <comment>%1 id of a cause</comment>
        <translation>Form von %1</translation>
    </message>
    <message>
        <source>Special forms of it</source>
        <translation>Besondere Formen davon</translation>
    </message>
</context>
<context>
    <name>doctor::cli::Command</name>
    <message>
        <source>The option --format of “%1” takes %2, not “%3”.</source>
        <translation>Die Option --format von „%1“ nimmt %2, nicht „%3“.</translation>
    </message>
</context>
<context>
    <name>doctor::cli::CompareCommand</name>
    <message>
        <source>Compare two saved sessions: did the fix work?</source>
        <translation>Zwei gespeicherte Sitzungen vergleichen: Hat die Änderung geholfen?</translation>
    </message>
    <message>
        <source>Session file that “diagnose -o” saved before the change</source>
        <translation>Sitzungsdatei, die „diagnose -o“ vor der Änderung gespeichert hat</translation>
    </message>
    <message>
        <source>Session file of the same service after the change</source>
        <translation>Sitzungsdatei desselben Dienstes nach der Änderung</translation>
    </message>
    <message>
        <source>File to write; standard output without it</source>
        <translation>Zieldatei; ohne sie die Standardausgabe</translation>
    </message>
    <message>
        <source>Exit status:
  0  the later session finds no fault, or what failed before no longer fails
  1  a fault remains, or it cannot be told
  2  bad usage or unreadable input
</source>
        <translation>Rückgabewert:
  0  die spätere Sitzung findet keinen Fehler, oder was vorher scheiterte, scheitert nicht mehr
  1  ein Fehler bleibt, oder es lässt sich nicht sagen
  2  falscher Aufruf oder unlesbare Eingabe
</translation>
    </message>
    <message>
        <source>A session file is missing: “compare” takes two that “diagnose -o” saved, the one before the change first.</source>
        <translation>Eine Sitzungsdatei fehlt: „compare“ nimmt zwei, die „diagnose -o“ gespeichert hat, die von vor der Änderung zuerst.</translation>
    </message>
</context>
<context>
    <name>doctor::cli::ComparisonText</name>
    <message>
        <source>Target</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>Protocol</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Began</source>
        <translation>Begonnen</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Vorher</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Nachher</translation>
    </message>
    <message>
        <source>Different settings</source>
        <translation>Abweichende Einstellungen</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>Einstellung</translation>
    </message>
    <message>
        <source>None: both diagnoses were made in the same way.</source>
        <translation>Keine: Beide Diagnosen wurden auf dieselbe Weise erstellt.</translation>
    </message>
    <message>
        <source>Tests</source>
        <translation>Prüfungen</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Unterschied</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>Urteil</translation>
    </message>
    <message>
        <source>Nothing was tried in either.</source>
        <translation>In keiner von beiden wurde etwas versucht.</translation>
    </message>
    <message>
        <source>Causes</source>
        <translation>Ursachen</translation>
    </message>
    <message>
        <source>Cause</source>
        <translation>Ursache</translation>
    </message>
    <message>
        <source>Neither diagnosis names a cause.</source>
        <translation>Keine der beiden Diagnosen nennt eine Ursache.</translation>
    </message>
    <message>
        <source>%1 [%2]</source>
        <comment>title of a cause [id]</comment>
        <translation>%1 [%2]</translation>
    </message>
    <message>
        <source>Did the fix work?</source>
        <translation>Hat die Änderung geholfen?</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>&gt; 99 %</source>
        <translation>&gt; 99 %</translation>
    </message>
    <message>
        <source>&lt; 1 %</source>
        <translation>&lt; 1 %</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Cannot be told: some tests fail less often and others more often, so one fault may have taken the place of another.</source>
        <translation>Lässt sich nicht sagen: Manche Prüfungen scheitern seltener und andere häufiger; ein Fehler kann an die Stelle eines anderen getreten sein.</translation>
    </message>
    <message>
        <source>Cannot be told: no test was tried in both.</source>
        <translation>Lässt sich nicht sagen: Keine Prüfung wurde in beiden versucht.</translation>
    </message>
    <message>
        <source>Cannot be told: what differs may well be chance; more tries would tell.</source>
        <translation>Lässt sich nicht sagen: Der Unterschied kann gut Zufall sein; mehr Versuche würden es zeigen.</translation>
    </message>
    <message>
        <source>Cannot be told: what failed before was not tried again.</source>
        <translation>Lässt sich nicht sagen: Was vorher scheiterte, wurde nicht noch einmal versucht.</translation>
    </message>
    <message>
        <source>Cannot be told: nothing failed before, so a change for the better cannot show.</source>
        <translation>Lässt sich nicht sagen: Vorher scheiterte nichts; eine Besserung kann sich also nicht zeigen.</translation>
    </message>
    <message>
        <source>Fixed: what failed before no longer fails.</source>
        <translation>Behoben: Was vorher scheiterte, scheitert nicht mehr.</translation>
    </message>
    <message>
        <source>Fixed: it fails less often than before, and the later diagnosis finds no fault.</source>
        <translation>Behoben: Es scheitert seltener als vorher, und die spätere Diagnose findet keinen Fehler.</translation>
    </message>
    <message>
        <source>Better, but it cannot be called fixed: it fails less often than before.</source>
        <translation>Besser, aber behoben kann man es nicht nennen: Es scheitert seltener als vorher.</translation>
    </message>
    <message>
        <source>The same: it still fails, and how often differs by no more than chance would explain.</source>
        <translation>Unverändert: Es scheitert noch immer, und wie oft, unterscheidet sich nicht mehr, als der Zufall erklärt.</translation>
    </message>
    <message>
        <source>Worse: it fails more often than before.</source>
        <translation>Schlechter: Es scheitert häufiger als vorher.</translation>
    </message>
    <message>
        <source>Cannot be compared: these are different services, %1 and %2, so what differs may lie in the services and need not be a change for better or worse.</source>
        <translation>Nicht vergleichbar: Es sind verschiedene Dienste, %1 und %2; was sich unterscheidet, kann an den Diensten liegen und muss keine Besserung oder Verschlechterung sein.</translation>
    </message>
    <message>
        <source>Before: %1; after: %2.</source>
        <comment>%1 and %2 as in “4 of 40 failed; truly 4 % to 23 %”</comment>
        <translation>Vorher: %1; nachher: %2.</translation>
    </message>
    <message>
        <source>Chance hardly makes such a difference (%1, confidence %2).</source>
        <translation>Der Zufall macht einen solchen Unterschied kaum (%1, Sicherheit %2).</translation>
    </message>
    <message>
        <source>Chance may make such a difference (%1).</source>
        <translation>Der Zufall kann einen solchen Unterschied machen (%1).</translation>
    </message>
    <message>
        <source>Over all tests chance may make such a difference (%1), but hardly in this: %2.</source>
        <comment>%2 titles of tests</comment>
        <translation>Über alle Prüfungen kann der Zufall einen solchen Unterschied machen (%1), hier aber kaum: %2.</translation>
    </message>
    <message>
        <source>The later diagnosis found no fault: %1.</source>
        <comment>%1 as in “likely (71 %)”</comment>
        <translation>Die spätere Diagnose hat keinen Fehler gefunden: %1.</translation>
    </message>
    <message>
        <source>The later diagnosis puts a cause first: %1, %2.</source>
        <comment>title of a cause, “likely (71 %)”</comment>
        <translation>Die spätere Diagnose stellt eine Ursache voran: %1, %2.</translation>
    </message>
    <message>
        <source>Failed before and not tested again, so it may still fail: %1.</source>
        <translation>Scheiterte vorher und wurde nicht erneut geprüft, kann also noch scheitern: %1.</translation>
    </message>
    <message>
        <source>Both files hold the same diagnosis, so nothing can differ.</source>
        <translation>Beide Dateien enthalten dieselbe Diagnose; es kann sich nichts unterscheiden.</translation>
    </message>
    <message>
        <source>The diagnosis given as the later one began earlier: are the files in the right order?</source>
        <translation>Die als spätere angegebene Diagnose begann früher: Stimmt die Reihenfolge der Dateien?</translation>
    </message>
    <message>
        <source>The diagnosis before the change was stopped early: what it did not test may have failed as well.</source>
        <translation>Die Diagnose vor der Änderung wurde vorzeitig beendet: Was sie nicht geprüft hat, kann ebenfalls gescheitert sein.</translation>
    </message>
    <message>
        <source>The diagnosis after the change was stopped early: what it did not test may still fail.</source>
        <translation>Die Diagnose nach der Änderung wurde vorzeitig beendet: Was sie nicht geprüft hat, kann noch immer scheitern.</translation>
    </message>
    <message>
        <source>Not only time has passed between them; the difference may come from other settings: %1.</source>
        <translation>Zwischen ihnen liegt nicht nur Zeit; der Unterschied kann von anderen Einstellungen kommen: %1.</translation>
    </message>
    <message>
        <source>not compared: not tested in both</source>
        <translation>nicht verglichen: nicht in beiden geprüft</translation>
    </message>
    <message>
        <source>no failure in either</source>
        <translation>in keiner gescheitert</translation>
    </message>
    <message>
        <source>fixed</source>
        <translation>behoben</translation>
    </message>
    <message>
        <source>better</source>
        <translation>besser</translation>
    </message>
    <message>
        <source>same</source>
        <translation>unverändert</translation>
    </message>
    <message>
        <source>worse</source>
        <translation>schlechter</translation>
    </message>
    <message>
        <source>cannot be told: may be chance</source>
        <translation>lässt sich nicht sagen: kann Zufall sein</translation>
    </message>
    <message>
        <source>%1 points, %2, confidence %3</source>
        <comment>percentage points of failures, chance, confidence</comment>
        <translation>%1 Punkte, %2, Sicherheit %3</translation>
    </message>
    <message>
        <source>%1 points, %2</source>
        <comment>percentage points of failures, chance</comment>
        <translation>%1 Punkte, %2</translation>
    </message>
    <message>
        <source>not judged</source>
        <translation>nicht beurteilt</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>word of likelihood, percentage</comment>
        <translation>%1 (%2)</translation>
    </message>
</context>
<context>
    <name>doctor::cli::DiagnoseCommand</name>
    <message>
        <source>Run the tests against a target and print the diagnosis</source>
        <translation>Ein Ziel prüfen und die Diagnose ausgeben</translation>
    </message>
    <message>
        <source>The option --protocol takes %1, not “%2”.</source>
        <translation>Die Option --protocol nimmt %1, nicht „%2“.</translation>
    </message>
    <message>
        <source>A target is missing: host:port, [v6]:port or a URL, for example db.example.org:5432.</source>
        <translation>Es fehlt ein Ziel: Host:Port, [v6]:Port oder eine URL, zum Beispiel db.example.org:5432.</translation>
    </message>
    <message>
        <source>The target “%1” cannot be used: %2</source>
        <translation>Das Ziel „%1“ ist nicht verwendbar: %2</translation>
    </message>
    <message>
        <source>The option --server-name cannot be used: %1</source>
        <translation>Die Option --server-name ist nicht verwendbar: %1</translation>
    </message>
    <message>
        <source>The option --path takes a path that begins with “/” and holds no blanks, not “%1”.</source>
        <translation>Die Option --path nimmt einen Pfad, der mit „/“ beginnt und keine Leerzeichen enthält, nicht „%1“.</translation>
    </message>
    <message>
        <source>The option --symptom takes KEY=VALUE, for example when=idle, not “%1”.</source>
        <translation>Die Option --symptom nimmt KEY=VALUE, zum Beispiel when=idle, nicht „%1“.</translation>
    </message>
    <message>
        <source>The option --symptom knows %1, not “%2”.</source>
        <translation>Die Option --symptom kennt %1, nicht „%2“.</translation>
    </message>
    <message>
        <source>The symptom “%1” is one of %2, not “%3”.</source>
        <translation>Das Symptom „%1“ ist eines von %2, nicht „%3“.</translation>
    </message>
    <message>
        <source>The option %1 takes test names out of %2, not “%3”.</source>
        <translation>Die Option %1 nimmt Namen von Prüfungen aus %2, nicht „%3“.</translation>
    </message>
    <message>
        <source>The option --capture cannot be used: this version does not read capture files.</source>
        <translation>Die Option --capture ist nicht verwendbar: Diese Version liest keine Mitschnitte.</translation>
    </message>
    <message>
        <source>The option --log cannot be used: this version does not read log files.</source>
        <translation>Die Option --log ist nicht verwendbar: Diese Version liest keine Protokolldateien.</translation>
    </message>
    <message>
        <source>host:port, [v6]:port or a URL</source>
        <translation>Host:Port, [v6]:Port oder eine URL</translation>
    </message>
    <message>
        <source>What the target speaks: %1</source>
        <translation>Was das Ziel spricht: %1</translation>
    </message>
    <message>
        <source>What you know already, for example when=idle; repeatable</source>
        <translation>Was Sie schon wissen, zum Beispiel when=idle; mehrfach möglich</translation>
    </message>
    <message>
        <source>Consent to tests that take long or add load</source>
        <translation>Zustimmung zu Prüfungen, die lange dauern oder belasten</translation>
    </message>
    <message>
        <source>Only these tests, separated by commas</source>
        <translation>Nur diese Prüfungen, durch Kommas getrennt</translation>
    </message>
    <message>
        <source>Not these tests, separated by commas</source>
        <translation>Diese Prüfungen nicht, durch Kommas getrennt</translation>
    </message>
    <message>
        <source>Name sent in TLS if it is not the host</source>
        <translation>In TLS gesendeter Name, falls nicht der Host</translation>
    </message>
    <message>
        <source>Path that is asked for over HTTP</source>
        <translation>Pfad, der über HTTP angefragt wird</translation>
    </message>
    <message>
        <source>Save the session to this file</source>
        <translation>Die Sitzung in diese Datei speichern</translation>
    </message>
    <message>
        <source>The option --max-duration takes seconds from 1 to 3600, not “%1”.</source>
        <translation>Die Option --max-duration nimmt Sekunden von 1 bis 3600, nicht „%1“.</translation>
    </message>
    <message>
        <source>The option --proxy cannot be used: %1</source>
        <translation>Die Option --proxy kann so nicht benutzt werden: %1</translation>
    </message>
    <message>
        <source>PEM file of the certificate to show where the server asks for one</source>
        <translation>PEM-Datei des Zertifikats, das gezeigt wird, wo der Server eines verlangt</translation>
    </message>
    <message>
        <source>PEM file of its key, if it is in another file</source>
        <translation>PEM-Datei seines Schlüssels, falls er in einer anderen Datei liegt</translation>
    </message>
    <message>
        <source>The option %1 cannot be used: %2</source>
        <comment>option, a whole sentence</comment>
        <translation>Die Option %1 kann nicht verwendet werden: %2</translation>
    </message>
    <message>
        <source>Seconds that the run may take, and uses to look for rare faults and idle limits; without it, it ends as soon as its result stands, after 60 at the latest</source>
        <translation>Sekunden, die der Lauf dauern darf und in denen er nach seltenen Fehlern und Leerlaufgrenzen sucht; ohne die Angabe endet er, sobald sein Ergebnis steht, spätestens nach 60</translation>
    </message>
    <message>
        <source>The option --source-address cannot be used: %1</source>
        <translation>Die Option --source-address ist nicht brauchbar: %1</translation>
    </message>
    <message>
        <source>Proxy URL, none, or system for what this computer&apos;s settings say</source>
        <translation>Proxy-URL, none (keiner) oder system (was die Einstellungen dieses Rechners sagen)</translation>
    </message>
    <message>
        <source>Address of this computer that the connections come from</source>
        <translation>Adresse dieses Rechners, von der die Verbindungen ausgehen</translation>
    </message>
    <message>
        <source>The option %1 takes test names out of %2, and none was given.</source>
        <translation>Die Option %1 erwartet Namen von Tests aus %2; es wurde keiner angegeben.</translation>
    </message>
    <message>
        <source>Capture file as further evidence; refused by this version</source>
        <translation>Mitschnitt als weiterer Beleg; diese Version weist ihn ab</translation>
    </message>
    <message>
        <source>Log file as further evidence; refused by this version</source>
        <translation>Protokolldatei als weiterer Beleg; diese Version weist sie ab</translation>
    </message>
    <message>
        <source>The options --tests and --skip leave no test to run; at least one was expected.</source>
        <translation>Nach den Optionen --tests und --skip bleibt kein Test übrig; mindestens einer wird erwartet.</translation>
    </message>
</context>
<context>
    <name>doctor::cli::DiagnosisText</name>
    <message>
        <source>%1: %2</source>
        <comment>state of a test: reason</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Stopped early, after %1 of %2 tests; the rest could change the picture.</source>
        <translation>Vorzeitig angehalten, nach %1 von %2 Prüfungen; der Rest könnte das Bild ändern.</translation>
    </message>
    <message>
        <source>%1, at %2</source>
        <comment>target, at addresses</comment>
        <translation>%1, unter %2</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>Protocol</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>Gemessen</translation>
    </message>
    <message>
        <source>%1, for %2 s</source>
        <comment>date and time, duration</comment>
        <translation>%1, %2 s lang</translation>
    </message>
    <message>
        <source>Likelihood</source>
        <translation>Wahrsch.</translation>
    </message>
    <message>
        <source>Cause and what speaks for (+) and against it (-)</source>
        <translation>Ursache und was für (+) und gegen sie (-) spricht</translation>
    </message>
    <message>
        <source>Weight (dB)</source>
        <translation>Gewicht (dB)</translation>
    </message>
    <message>
        <source>%1 [%2]</source>
        <comment>title of a cause [id]</comment>
        <translation>%1 [%2]</translation>
    </message>
    <message>
        <source>Causes, likeliest first</source>
        <translation>Ursachen, die wahrscheinlichste zuerst</translation>
    </message>
    <message>
        <source>%1 [%2], about %3 s: %4</source>
        <comment>title of a test [id], duration, why</comment>
        <translation>%1 [%2], etwa %3 s: %4</translation>
    </message>
    <message>
        <source>Not known yet: %1</source>
        <translation>Noch nicht bekannt: %1</translation>
    </message>
    <message>
        <source>What would settle it</source>
        <translation>Was Klarheit brächte</translation>
    </message>
    <message>
        <source>What to do first</source>
        <translation>Was zuerst zu tun ist</translation>
    </message>
    <message>
        <source>What was seen</source>
        <translation>Was zu sehen war</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>Was sie tut</translation>
    </message>
    <message>
        <source>Tries</source>
        <translation>Versuche</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Gescheitert</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Tests</source>
        <translation>Prüfungen</translation>
    </message>
    <message>
        <source>&gt; 99 %</source>
        <translation>&gt; 99 %</translation>
    </message>
    <message>
        <source>&lt; 1 %</source>
        <translation>&lt; 1 %</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <source>none, by the system&apos;s settings</source>
        <translation>keiner, laut den Einstellungen des Systems</translation>
    </message>
</context>
<context>
    <name>doctor::cli::Fixes</name>
    <message>
        <source>%1: %2</source>
        <comment>where: title of a fix</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1, %2: %3</source>
        <comment>where, platform: title of a fix</comment>
        <translation>%1, %2: %3</translation>
    </message>
    <message>
        <source>Risk: %1</source>
        <translation>Risiko: %1</translation>
    </message>
</context>
<context>
    <name>doctor::cli::OutputFile</name>
    <message>
        <source>With -o: replace the file if it is there already</source>
        <translation>Mit -o: die Datei ersetzen, falls es sie schon gibt</translation>
    </message>
    <message>
        <source>The option -o names “%1”, which cannot be written; a file in an existing, writable folder was expected.</source>
        <translation>Die Option -o nennt „%1“, was nicht beschrieben werden kann; erwartet war eine Datei in einem vorhandenen, beschreibbaren Ordner.</translation>
    </message>
    <message>
        <source>The option -o names “%1”, which is there already; name another file, or give --overwrite to replace it.</source>
        <translation>Die Option -o nennt „%1“, und diese Datei gibt es schon; nennen Sie eine andere, oder geben Sie --overwrite an, um sie zu ersetzen.</translation>
    </message>
    <message>
        <source>The file “%1” cannot be written: %2.</source>
        <translation>Die Datei „%1“ kann nicht geschrieben werden: %2.</translation>
    </message>
</context>
<context>
    <name>doctor::cli::Parser</name>
    <message>
        <source>Print this help</source>
        <translation>Diese Hilfe ausgeben</translation>
    </message>
    <message>
        <source>Print the version</source>
        <translation>Die Version ausgeben</translation>
    </message>
    <message>
        <source>General</source>
        <translation>Allgemein</translation>
    </message>
    <message>
        <source>Colours: auto, always or never</source>
        <translation>Farben: auto, always oder never</translation>
    </message>
    <message>
        <source>Language of all texts: en or de</source>
        <translation>Sprache aller Texte: en oder de</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
    <message>
        <source>Options</source>
        <translation>Optionen</translation>
    </message>
    <message>
        <source>Form of the result: %1</source>
        <translation>Form des Ergebnisses: %1</translation>
    </message>
    <message>
        <source>Usage</source>
        <translation>Aufruf</translation>
    </message>
    <message>
        <source>OPTIONS</source>
        <translation>OPTIONEN</translation>
    </message>
    <message>
        <source>COMMAND</source>
        <translation>BEFEHL</translation>
    </message>
    <message>
        <source>Arguments</source>
        <translation>Argumente</translation>
    </message>
    <message>
        <source>“%1” has no option “%2”; it takes %3.</source>
        <translation>„%1“ hat keine Option „%2“; möglich sind %3.</translation>
    </message>
    <message>
        <source>“%1” was not expected after “%2”; “%3 %2 --help” shows what is.</source>
        <translation>„%1“ wird nach „%2“ nicht erwartet; „%3 %2 --help“ zeigt, was möglich ist.</translation>
    </message>
    <message>
        <source>A command is missing; there are %1.</source>
        <translation>Es fehlt ein Befehl; es gibt %1.</translation>
    </message>
    <message>
        <source>There is no command “%1”; there are %2.</source>
        <translation>Den Befehl „%1“ gibt es nicht; es gibt %2.</translation>
    </message>
    <message>
        <source>The option %1 needs exactly one value after it.</source>
        <translation>Die Option %1 braucht genau einen Wert danach.</translation>
    </message>
    <message>
        <source>The arguments cannot be understood (%1).</source>
        <translation>Die Argumente sind nicht zu verstehen (%1).</translation>
    </message>
    <message>
        <source>The option --color takes auto, always or never, not “%1”.</source>
        <translation>Die Option --color nimmt auto, always oder never, nicht „%1“.</translation>
    </message>
    <message>
        <source>The option --language takes %1, not “%2”.</source>
        <translation>Die Option --language nimmt %1, nicht „%2“.</translation>
    </message>
    <message>
        <source>Finds out who closed a connection, when and why, and what to do about it.</source>
        <translation>Findet heraus, wer eine Verbindung geschlossen hat, wann und warum, und was dagegen hilft.</translation>
    </message>
    <message>
        <source>The option “%1” belongs behind the command: “%2 %3 %1”.</source>
        <translation>Die Option „%1“ gehört hinter den Befehl: „%2 %3 %1“.</translation>
    </message>
    <message>
        <source>The option %1 takes no value.</source>
        <translation>Die Option %1 hat keinen Wert.</translation>
    </message>
</context>
<context>
    <name>doctor::cli::PracticeCommand</name>
    <message>
        <source>The option --option takes NAME=NUMBER, for example idleSeconds=5, not “%1”.</source>
        <translation>Die Option --option nimmt NAME=NUMBER, zum Beispiel idleSeconds=5, nicht „%1“.</translation>
    </message>
    <message>
        <source>Playing “%1” until Ctrl-C. Diagnose it with: %2</source>
        <translation>„%1“ wird bis Strg-C vorgespielt. So stellen Sie die Diagnose: %2</translation>
    </message>
    <message>
        <source>Run a server on this computer that misbehaves on demand</source>
        <translation>Auf diesem Rechner einen Server starten, der auf Wunsch Fehler macht</translation>
    </message>
    <message>
        <source>Fault to play (idle-fin); --list shows all</source>
        <translation>Fehler, der vorgespielt wird (idle-fin); --list zeigt alle</translation>
    </message>
    <message>
        <source>Port to listen on; 0 takes a free one</source>
        <translation>Port, an dem gelauscht wird; 0 nimmt einen freien</translation>
    </message>
    <message>
        <source>A number that the fault can be told; repeatable</source>
        <translation>Eine Zahl, die der Fehler kennt; mehrfach möglich</translation>
    </message>
    <message>
        <source>List the faults and end</source>
        <translation>Die Fehler auflisten und enden</translation>
    </message>
    <message>
        <source>Fault</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>Was er tut</translation>
    </message>
    <message>
        <source>Cause to be found</source>
        <translation>Zu findende Ursache</translation>
    </message>
    <message>
        <source>Options</source>
        <translation>Optionen</translation>
    </message>
    <message>
        <source>The option --fault does not know “%1”; “practice --list” shows all faults.</source>
        <translation>Die Option --fault kennt „%1“ nicht; „practice --list“ zeigt alle Fehler.</translation>
    </message>
    <message>
        <source>The option --port takes a number from 0 to 65535, not “%1”.</source>
        <translation>Die Option --port nimmt eine Zahl von 0 bis 65535, nicht „%1“.</translation>
    </message>
</context>
<context>
    <name>doctor::cli::ProgressLine</name>
    <message numerus="yes">
        <source>about %n minute(s) left</source>
        <translation>
            <numerusform>noch etwa %n Minute</numerusform>
            <numerusform>noch etwa %n Minuten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n second(s) left</source>
        <translation>
            <numerusform>noch etwa %n Sekunde</numerusform>
            <numerusform>noch etwa %n Sekunden</numerusform>
        </translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>Wird angehalten</translation>
    </message>
    <message>
        <source>Preparing</source>
        <translation>Wird vorbereitet</translation>
    </message>
    <message>
        <source>%1 %: %2</source>
        <translation>%1 %: %2</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>what is being done (time left)</comment>
        <translation>%1 (%2)</translation>
    </message>
</context>
<context>
    <name>doctor::cli::ReportCommand</name>
    <message>
        <source>Render a saved session as a document</source>
        <translation>Eine gespeicherte Sitzung als Dokument ausgeben</translation>
    </message>
    <message>
        <source>Session file that “diagnose -o” saved</source>
        <translation>Mit „diagnose -o“ gespeicherte Sitzungsdatei</translation>
    </message>
    <message>
        <source>File to write; standard output without it</source>
        <translation>Zieldatei; ohne sie die Standardausgabe</translation>
    </message>
    <message>
        <source>Do not replace names and addresses by pseudonyms</source>
        <translation>Namen und Adressen nicht durch Pseudonyme ersetzen</translation>
    </message>
    <message>
        <source>A session file is missing: “report” takes one that “diagnose -o” saved.</source>
        <translation>Es fehlt eine Sitzungsdatei: „report“ nimmt eine, die „diagnose -o“ gespeichert hat.</translation>
    </message>
    <message>
        <source>Print the message to whoever runs the server or the network: connections, times, commands</source>
        <translation>Die Nachricht an die Betreiber von Server oder Netz ausgeben: Verbindungen, Zeiten, Befehle</translation>
    </message>
    <message>
        <source>Word to replace too (may be given several times)</source>
        <translation>Wort, das auch ersetzt werden soll (mehrfach möglich)</translation>
    </message>
    <message>
        <source>Word to leave as it is (may be given several times)</source>
        <translation>Wort, das bleiben soll, wie es ist (mehrfach möglich)</translation>
    </message>
    <message>
        <source>Language of the report, en or de; the language of all texts without it</source>
        <translation>Sprache des Berichts, en oder de; ohne Angabe die Sprache aller Texte</translation>
    </message>
    <message>
        <source>Session file of an earlier run, to show whether it got better</source>
        <translation>Sitzungsdatei eines früheren Laufs, um zu zeigen, ob es besser wurde</translation>
    </message>
    <message>
        <source>The option --report-language takes %1, not “%2”.</source>
        <translation>Die Option --report-language nimmt %1, nicht „%2“.</translation>
    </message>
</context>
<context>
    <name>doctor::net::Identity</name>
    <message>
        <source>The file “%1” cannot be read: %2.</source>
        <comment>file, reason</comment>
        <translation>Die Datei „%1“ kann nicht gelesen werden: %2.</translation>
    </message>
    <message>
        <source>The file “%1” is too large for a certificate or a key.</source>
        <translation>Die Datei „%1“ ist zu groß für ein Zertifikat oder einen Schlüssel.</translation>
    </message>
    <message>
        <source>“%1” holds no certificate in PEM form; expected a text with the line “-----BEGIN CERTIFICATE-----”.</source>
        <translation>„%1“ enthält kein Zertifikat in PEM-Form; erwartet wird ein Text mit der Zeile „-----BEGIN CERTIFICATE-----“.</translation>
    </message>
    <message>
        <source>The key in “%1” is protected by a password; expected one without, as “openssl pkey -in KEY -out PLAIN” makes it.</source>
        <translation>Der Schlüssel in „%1“ ist durch ein Kennwort geschützt; erwartet wird einer ohne, wie ihn „openssl pkey -in KEY -out PLAIN“ schreibt.</translation>
    </message>
    <message>
        <source>“%1” holds no private key in PEM form; expected a text with a line such as “-----BEGIN PRIVATE KEY-----”.</source>
        <translation>„%1“ enthält keinen privaten Schlüssel in PEM-Form; erwartet wird ein Text mit einer Zeile wie „-----BEGIN PRIVATE KEY-----“.</translation>
    </message>
    <message>
        <source>The key in “%1” does not belong to the certificate in “%2”.</source>
        <translation>Der Schlüssel in „%1“ gehört nicht zum Zertifikat in „%2“.</translation>
    </message>
</context>
<context>
    <name>doctor::practice::Server</name>
    <message>
        <source>The fault “%1” has no options, so “%2” cannot be set.</source>
        <translation>Der Fehler „%1“ hat keine Optionen, darum lässt sich „%2“ nicht setzen.</translation>
    </message>
    <message>
        <source>The fault “%1” has no option “%2”; it has: %3.</source>
        <translation>Der Fehler „%1“ hat keine Option „%2“; er hat: %3.</translation>
    </message>
    <message>
        <source>The option “%1” needs a number from %2 to %3.</source>
        <translation>Die Option „%1“ braucht eine Zahl von %2 bis %3.</translation>
    </message>
    <message>
        <source>The practice server has no fault “%1”.</source>
        <translation>Der Übungsserver kennt den Fehler „%1“ nicht.</translation>
    </message>
    <message>
        <source>A port is a number from 0 to 65535, not %1.</source>
        <translation>Ein Port ist eine Zahl von 0 bis 65535, nicht %1.</translation>
    </message>
</context>
<context>
    <name>doctor::ui::CauseDetails</name>
    <message>
        <source>You told us</source>
        <translation>Ihre Angabe</translation>
    </message>
    <message>
        <source>Test: %1</source>
        <comment>%1 title of a test</comment>
        <translation>Prüfung: %1</translation>
    </message>
    <message>
        <source>Capture: %1</source>
        <comment>%1 file name</comment>
        <translation>Mitschnitt: %1</translation>
    </message>
    <message>
        <source>Log: %1</source>
        <comment>%1 file name</comment>
        <translation>Protokolldatei: %1</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Dieser Rechner</translation>
    </message>
    <message>
        <source>hardly changes the odds</source>
        <translation>ändert die Wahrscheinlichkeit kaum</translation>
    </message>
    <message>
        <source>over 1,000</source>
        <comment>a factor that is larger than a thousand</comment>
        <translation>mehr als 1000</translation>
    </message>
    <message>
        <source>makes this cause %1 times likelier</source>
        <comment>%1 is a factor</comment>
        <translation>macht diese Ursache %1-mal wahrscheinlicher</translation>
    </message>
    <message>
        <source>makes this cause %1 times less likely</source>
        <comment>%1 is a factor</comment>
        <translation>macht diese Ursache %1-mal unwahrscheinlicher</translation>
    </message>
    <message>
        <source>%1; %2</source>
        <comment>%1 where it was seen, %2 how much it weighs</comment>
        <translation>%1; %2</translation>
    </message>
    <message>
        <source>Details of the cause</source>
        <translation>Einzelheiten zur Ursache</translation>
    </message>
    <message>
        <source>Evidence for</source>
        <translation>Was dafür spricht</translation>
    </message>
    <message>
        <source>Nothing that was seen speaks for it.</source>
        <translation>Nichts Beobachtetes spricht dafür.</translation>
    </message>
    <message>
        <source>Evidence against</source>
        <translation>Was dagegen spricht</translation>
    </message>
    <message>
        <source>Nothing that was seen speaks against it.</source>
        <translation>Nichts Beobachtetes spricht dagegen.</translation>
    </message>
    <message>
        <source>Not tested</source>
        <translation>Nicht geprüft</translation>
    </message>
    <message>
        <source>Every question that bears on it has an answer.</source>
        <translation>Jede Frage, die dafür zählt, ist beantwortet.</translation>
    </message>
    <message>
        <source>What would settle it</source>
        <translation>Was Klarheit brächte</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>%1 title of a test, %2 a sentence why it helps</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Takes %1.</source>
        <comment>%1 is a duration such as: about 25 seconds</comment>
        <translation>Dauert %1.</translation>
    </message>
    <message>
        <source>Run this test</source>
        <translation>Diese Prüfung ausführen</translation>
    </message>
    <message>
        <source>What happens, and how to make sure</source>
        <translation>Was geschieht, und wie Sie sich vergewissern</translation>
    </message>
    <message>
        <source>More: the wire, special forms, what to ask, prevention, sources</source>
        <translation>Mehr: die Leitung, besondere Formen, Fragen, Vorbeugung, Quellen</translation>
    </message>
    <message>
        <source>More about this cause</source>
        <translation>Mehr zu dieser Ursache</translation>
    </message>
    <message>
        <source>This cause comes from another version of Connection Doctor; this one does not know it.</source>
        <translation>Diese Ursache stammt aus einer anderen Version von Connection Doctor; diese kennt sie nicht.</translation>
    </message>
    <message numerus="yes">
        <source>Show %n attempt(s)</source>
        <translation>
            <numerusform>%n Versuch zeigen</numerusform>
            <numerusform>%n Versuche zeigen</numerusform>
        </translation>
    </message>
    <message>
        <source>Show the attempts: %1</source>
        <comment>%1 what they showed</comment>
        <translation>Die Versuche zeigen: %1</translation>
    </message>
    <message>
        <source>That is no proof that all is well: the fault may need more time, more load or its own moment. Longer tests reach further; nothing is covered that is not listed below.</source>
        <translation>Das beweist nicht, dass alles in Ordnung ist: Der Fehler braucht vielleicht mehr Zeit, mehr Last oder seinen eigenen Augenblick. Längere Prüfungen reichen weiter; geprüft ist nur, was unten steht.</translation>
    </message>
    <message>
        <source>What was seen fits no known cause well enough to name one. Longer tests may tell more; what only the other side can see is asked for on the next page.</source>
        <translation>Was zu sehen war, passt zu keiner bekannten Ursache gut genug, um eine zu nennen. Längere Prüfungen sagen vielleicht mehr; was nur die Gegenseite sehen kann, lässt sich auf der nächsten Seite erfragen.</translation>
    </message>
    <message>
        <source>Run longer tests…</source>
        <translation>Länger prüfen …</translation>
    </message>
    <message>
        <source>Takes %1. Then diagnose again with what you found.</source>
        <comment>%1 is a duration such as: about 25 seconds; the step is the user&apos;s own</comment>
        <translation>Dauert %1. Diagnostizieren Sie danach noch einmal mit dem, was Sie gefunden haben.</translation>
    </message>
    <message>
        <source>Watch for it…</source>
        <translation>Darauf achten …</translation>
    </message>
    <message>
        <source>Repeats a small exchange and tells you when it fails</source>
        <translation>Wiederholt einen kleinen Austausch und meldet, wenn er scheitert</translation>
    </message>
</context>
<context>
    <name>doctor::ui::CauseMarkdown</name>
    <message>
        <source>%1 (%2)</source>
        <comment>%1 title of a fix, %2 product or system</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Special forms, each with its own signs and cures</source>
        <translation>Besondere Formen, jede mit eigenen Zeichen und Abhilfen</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>und eine weitere</numerusform>
            <numerusform>und %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>What happens</source>
        <translation>Was geschieht</translation>
    </message>
    <message>
        <source>How to make sure</source>
        <translation>So vergewissern Sie sich</translation>
    </message>
    <message>
        <source>What helps</source>
        <translation>Was hilft</translation>
    </message>
    <message>
        <source>Who closes, and how it looks on the wire</source>
        <translation>Wer schließt, und wie es auf der Leitung aussieht</translation>
    </message>
    <message>
        <source>What helps, step by step</source>
        <translation>Was hilft, Schritt für Schritt</translation>
    </message>
    <message>
        <source>What to ask the other side</source>
        <translation>Was Sie die andere Seite fragen</translation>
    </message>
    <message>
        <source>How to prevent it</source>
        <translation>So beugen Sie vor</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>Quellen</translation>
    </message>
    <message>
        <source>Risk: %1</source>
        <comment>%1 what may go wrong</comment>
        <translation>Risiko: %1</translation>
    </message>
</context>
<context>
    <name>doctor::ui::CauseModel</name>
    <message>
        <source>%1. %2, %3</source>
        <comment>%1 rank, %2 cause, %3 likelihood</comment>
        <translation>%1. %2, %3</translation>
    </message>
</context>
<context>
    <name>doctor::ui::ChartAxes</name>
    <message>
        <source>%1 (%2)</source>
        <comment>%1 axis title, %2 unit</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1 (%2, log)</source>
        <comment>%1 axis title, %2 unit</comment>
        <translation>%1 (%2, log)</translation>
    </message>
    <message>
        <source>%1 (log)</source>
        <comment>%1 axis title</comment>
        <translation>%1 (log)</translation>
    </message>
</context>
<context>
    <name>doctor::ui::ChartCanvas</name>
    <message>
        <source>%1: %2</source>
        <comment>%1 name of a bar, %2 its value</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 of %2: %3</source>
        <comment>position of a mark, number of marks, what the mark says</comment>
        <translation>%1 von %2: %3</translation>
    </message>
</context>
<context>
    <name>doctor::ui::ComparePage</name>
    <message>
        <source>Compare diagnoses</source>
        <translation>Diagnosen vergleichen</translation>
    </message>
    <message>
        <source>&amp;Choose diagnoses</source>
        <translation>Diagnosen &amp;wählen</translation>
    </message>
    <message>
        <source>What differs in the settings</source>
        <translation>Was sich an den Einstellungen unterscheidet</translation>
    </message>
    <message>
        <source>Nothing: the settings are the same, so the results can be compared.</source>
        <translation>Nichts: Die Einstellungen sind gleich, die Ergebnisse sind also vergleichbar.</translation>
    </message>
    <message>
        <source>What was measured</source>
        <translation>Was gemessen wurde</translation>
    </message>
    <message>
        <source>The same on one scale</source>
        <translation>Dasselbe mit gleichem Maßstab</translation>
    </message>
    <message>
        <source>Choose two to four diagnoses in the list of diagnoses, for example one from before a change and one from after it.</source>
        <translation>Wählen Sie zwei bis vier Diagnosen in der Liste der Diagnosen, zum Beispiel eine von vor und eine von nach einer Änderung.</translation>
    </message>
</context>
<context>
    <name>doctor::ui::CopyButton</name>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copied: %1</source>
        <translation>Kopiert: %1</translation>
    </message>
    <message>
        <source>Copy: %1</source>
        <translation>Kopieren: %1</translation>
    </message>
</context>
<context>
    <name>doctor::ui::Coverage</name>
    <message>
        <source>%1 of %2 went as they should</source>
        <comment>%1 and %2 are counts of connections</comment>
        <translation>%1 von %2 verliefen wie gewünscht</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Not begun</source>
        <translation>Nicht begonnen</translation>
    </message>
    <message>
        <source>Stopped early; %1</source>
        <comment>%1: how many went as they should</comment>
        <translation>Vorzeitig angehalten; %1</translation>
    </message>
    <message>
        <source>Stopped before it began</source>
        <translation>Vor dem Beginn angehalten</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>Ausgelassen</translation>
    </message>
    <message>
        <source>Left out: %1</source>
        <comment>%1 is a reason</comment>
        <translation>Ausgelassen: %1</translation>
    </message>
    <message>
        <source>Could not run</source>
        <translation>Nicht möglich</translation>
    </message>
    <message>
        <source>Could not run: %1</source>
        <comment>%1 is a reason</comment>
        <translation>Nicht möglich: %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>%1 title of a test, %2 how it went</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>What was covered</source>
        <translation>Was geprüft wurde</translation>
    </message>
    <message>
        <source>What was not covered</source>
        <translation>Was nicht geprüft wurde</translation>
    </message>
</context>
<context>
    <name>doctor::ui::EndQuestion</name>
    <message>
        <source>N&amp;o</source>
        <translation>N&amp;ein</translation>
    </message>
    <message>
        <source>This takes a while. Should we tell you when it is done, if you are working elsewhere?</source>
        <translation>Das dauert eine Weile. Sollen wir Ihnen das Ende melden, wenn Sie woanders arbeiten?</translation>
    </message>
    <message>
        <source>Tell &amp;me</source>
        <translation>&amp;Melden</translation>
    </message>
</context>
<context>
    <name>doctor::ui::FactTile</name>
    <message>
        <source>%1: %2</source>
        <comment>%1 what it is, %2 its value</comment>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>doctor::ui::FigureExport</name>
    <message>
        <source>Could not write %1: %2</source>
        <comment>%1 file name, %2 the system&apos;s reason</comment>
        <translation>%1 ließ sich nicht schreiben: %2</translation>
    </message>
</context>
<context>
    <name>doctor::ui::FigureGallery</name>
    <message>
        <source>Charts of this run will be here once a test has made its first connection.</source>
        <translation>Hier erscheinen Diagramme dieses Laufs, sobald eine Prüfung ihre erste Verbindung geöffnet hat.</translation>
    </message>
</context>
<context>
    <name>doctor::ui::FigureView</name>
    <message>
        <source>Point at a mark, or use the arrow keys, to read what it stands for.</source>
        <translation>Zeigen Sie auf eine Marke oder nutzen Sie die Pfeiltasten, um zu lesen, wofür sie steht.</translation>
    </message>
    <message>
        <source>Every connection of this test will be a mark here: when it ended, and how. So far there is none.</source>
        <translation>Jede Verbindung dieser Prüfung wird hier eine Marke: wann sie endete und wie. Noch gibt es keine.</translation>
    </message>
    <message>
        <source>Show as chart</source>
        <translation>Als Diagramm zeigen</translation>
    </message>
    <message>
        <source>Show as table</source>
        <translation>Als Tabelle zeigen</translation>
    </message>
    <message>
        <source>Show as chart: %1</source>
        <translation>Als Diagramm zeigen: %1</translation>
    </message>
    <message>
        <source>Show as table: %1</source>
        <translation>Als Tabelle zeigen: %1</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Save: %1</source>
        <translation>Speichern: %1</translation>
    </message>
    <message>
        <source>Table: %1</source>
        <translation>Tabelle: %1</translation>
    </message>
    <message>
        <source>Save as picture (PNG)…</source>
        <translation>Als Bild speichern (PNG) …</translation>
    </message>
    <message>
        <source>Save as table (CSV)…</source>
        <translation>Als Tabelle speichern (CSV) …</translation>
    </message>
    <message>
        <source>Save as drawing (SVG)…</source>
        <translation>Als Zeichnung speichern (SVG) …</translation>
    </message>
    <message>
        <source>Table (*.%1)</source>
        <comment>%1 file suffix</comment>
        <translation>Tabelle (*.%1)</translation>
    </message>
    <message>
        <source>Picture (*.%1)</source>
        <comment>%1 file suffix</comment>
        <translation>Bild (*.%1)</translation>
    </message>
    <message>
        <source>Saved %1</source>
        <comment>%1 file name</comment>
        <translation>%1 gespeichert</translation>
    </message>
</context>
<context>
    <name>doctor::ui::FixCard</name>
    <message>
        <source>%1 (%2)</source>
        <comment>%1 title of a fix, %2 product or system</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Helps if the cause is: %1</source>
        <comment>%1 title of a cause</comment>
        <translation>Hilft, wenn dies die Ursache ist: %1</translation>
    </message>
    <message>
        <source>%1.</source>
        <comment>number of a step</comment>
        <translation>%1.</translation>
    </message>
    <message>
        <source>Setting: %1</source>
        <comment>%1 title of a fix</comment>
        <translation>Einstellung: %1</translation>
    </message>
    <message>
        <source>Risk: %1</source>
        <comment>%1 is a sentence about what may go wrong</comment>
        <translation>Risiko: %1</translation>
    </message>
</context>
<context>
    <name>doctor::ui::FixPage</name>
    <message>
        <source>Check whether it is fixed</source>
        <translation>Prüfen, ob es behoben ist</translation>
    </message>
    <message>
        <source>Runs the tests again that showed the fault, and compares before and after.</source>
        <translation>Wiederholt die Prüfungen, die den Fehler zeigten, und vergleicht vorher und nachher.</translation>
    </message>
    <message>
        <source>Ask the other side</source>
        <translation>Die Gegenseite fragen</translation>
    </message>
    <message>
        <source>Shows a message that you can send to whoever runs the other side.</source>
        <translation>Zeigt eine Nachricht, die Sie den Betreibern der Gegenseite senden können.</translation>
    </message>
    <message>
        <source>Message to whoever runs the other side</source>
        <translation>Nachricht an die Betreiber der Gegenseite</translation>
    </message>
    <message>
        <source>What you can do</source>
        <translation>Was Sie tun können</translation>
    </message>
    <message>
        <source>What you can do will be here once a test has run.</source>
        <translation>Was Sie tun können, steht hier, sobald eine Prüfung gelaufen ist.</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>%1 title of the leading cause, %2 its likelihood</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>Auf diesem Rechner</translation>
    </message>
    <message>
        <source>On the server</source>
        <translation>Auf dem Server</translation>
    </message>
    <message>
        <source>On the network in between</source>
        <translation>Im Netz dazwischen</translation>
    </message>
    <message>
        <source>There is no setting that we could name for this. Ask the other side with the message below: it holds the times and addresses that they need.</source>
        <translation>Dafür können wir keine Einstellung nennen. Fragen Sie die Gegenseite mit der Nachricht unten: Sie enthält die Zeiten und Adressen, die dort gebraucht werden.</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>%1 a place such as: On the server, %2 number of remedies</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Goes to the remedies of this place</source>
        <translation>Geht zu den Abhilfen an diesem Ort</translation>
    </message>
</context>
<context>
    <name>doctor::ui::GeneralSettings</name>
    <message>
        <source>&amp;Language:</source>
        <translation>&amp;Sprache:</translation>
    </message>
    <message>
        <source>&amp;Theme:</source>
        <translation>&amp;Farben:</translation>
    </message>
    <message>
        <source>Text &amp;size:</source>
        <translation>Schrift&amp;größe:</translation>
    </message>
    <message>
        <source>&amp;Notifications:</source>
        <translation>&amp;Benachrichtigungen:</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source> %</source>
        <comment>percent sign after a number</comment>
        <translation> %</translation>
    </message>
    <message>
        <source>Tell me while I work elsewhere</source>
        <translation>Mitteilen, wenn ich anderswo arbeite</translation>
    </message>
    <message>
        <source>Ask me</source>
        <translation>Mich fragen</translation>
    </message>
    <message>
        <source>Closing &amp;while something runs:</source>
        <translation>Beim Schlie&amp;ßen:</translation>
    </message>
    <message>
        <source>Go on in the background</source>
        <translation>Im Hintergrund weitermachen</translation>
    </message>
    <message>
        <source>Stop and close</source>
        <translation>Anhalten und schließen</translation>
    </message>
    <message>
        <source>Long &amp;diagnoses:</source>
        <translation>Lange &amp;Diagnosen:</translation>
    </message>
    <message>
        <source>When a watch sees a failure, or what it started ends, and this window is not in front. What is told stands in the window as well.</source>
        <translation>Wenn eine Beobachtung einen Fehlschlag sieht oder was sie gestartet hat zu Ende ist und dieses Fenster nicht vorn ist. Was gemeldet wird, steht auch im Fenster.</translation>
    </message>
    <message>
        <source>Tell me their end too</source>
        <translation>Auch ihr Ende melden</translation>
    </message>
    <message>
        <source>When tests that took two minutes or more have ended and this window is not in front.</source>
        <translation>Wenn Tests zu Ende sind, die zwei Minuten oder länger gedauert haben, und dieses Fenster nicht vorn ist.</translation>
    </message>
</context>
<context>
    <name>doctor::ui::HelpDialog</name>
    <message>
        <source>&amp;Close</source>
        <translation>S&amp;chließen</translation>
    </message>
</context>
<context>
    <name>doctor::ui::HistoryKeeper</name>
    <message>
        <source>%1 The diagnosis is kept beside it and is added at the next start.</source>
        <comment>%1 a whole sentence</comment>
        <translation>%1 Die Diagnose liegt daneben und wird beim nächsten Start hinzugefügt.</translation>
    </message>
    <message>
        <source>%1 The diagnosis stays in this window: export its report to keep it.</source>
        <comment>%1 a whole sentence</comment>
        <translation>%1 Die Diagnose bleibt in diesem Fenster: Exportieren Sie ihren Bericht, um sie zu behalten.</translation>
    </message>
    <message>
        <source>The diagnosis of %1 could not be kept at the time and is in the history now.</source>
        <translation>Die Diagnose von %1 ließ sich seinerzeit nicht aufbewahren und ist jetzt im Verlauf.</translation>
    </message>
    <message>
        <source>The diagnosis of %1 was interrupted. What it had measured is in the history.</source>
        <translation>Die Diagnose von %1 wurde unterbrochen. Was sie gemessen hatte, ist im Verlauf.</translation>
    </message>
</context>
<context>
    <name>doctor::ui::HistoryPage</name>
    <message>
        <source>No diagnoses yet. Start one, or try one on the practice server.</source>
        <translation>Noch keine Diagnosen. Starten Sie eine, oder probieren Sie eine am Übungsserver aus.</translation>
    </message>
    <message>
        <source>No diagnosis matches “%1”.</source>
        <translation>Keine Diagnose passt zu „%1“.</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>Diagnoses</source>
        <translation>Diagnosen</translation>
    </message>
    <message>
        <source>F&amp;ind:</source>
        <translation>S&amp;uchen:</translation>
    </message>
    <message>
        <source>&amp;Start a diagnosis</source>
        <translation>Diagnose &amp;starten</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Löschen</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>Ö&amp;ffnen</translation>
    </message>
    <message numerus="yes">
        <source>%n diagnosis(es) deleted.</source>
        <translation>
            <numerusform>%n Diagnose gelöscht.</numerusform>
            <numerusform>%n Diagnosen gelöscht.</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Compare</source>
        <translation>&amp;Vergleichen</translation>
    </message>
    <message>
        <source>Select two to four diagnoses with Shift or Ctrl to compare them.</source>
        <translation>Wählen Sie mit Umschalt oder Strg zwei bis vier Diagnosen, um sie zu vergleichen.</translation>
    </message>
    <message>
        <source>Folder for the chosen diagnoses</source>
        <translation>Ordner für die ausgewählten Diagnosen</translation>
    </message>
    <message numerus="yes">
        <source>%n diagnosis(es) saved in %1 with all names and addresses, to be opened on another computer. To show one to others, open it and export its report.</source>
        <comment>%1 path of a folder</comment>
        <translation>
            <numerusform>%n Diagnose mit allen Namen und Adressen in %1 gespeichert, zum Öffnen auf einem anderen Rechner. Um sie anderen zu zeigen, öffnen Sie sie und exportieren ihren Bericht.</numerusform>
            <numerusform>%n Diagnosen mit allen Namen und Adressen in %1 gespeichert, zum Öffnen auf einem anderen Rechner. Um eine anderen zu zeigen, öffnen Sie sie und exportieren ihren Bericht.</numerusform>
        </translation>
    </message>
    <message>
        <source>Saves the chosen diagnoses as files that can be opened on another computer.</source>
        <translation>Speichert die ausgewählten Diagnosen als Dateien, die sich auf einem anderen Rechner öffnen lassen.</translation>
    </message>
    <message>
        <source>Save &amp;as files…</source>
        <translation>Als Dateien spei&amp;chern …</translation>
    </message>
    <message>
        <source>service, name, cause or note</source>
        <translation>Dienst, Name, Ursache oder Notiz</translation>
    </message>
</context>
<context>
    <name>doctor::ui::HistoryTableModel</name>
    <message>
        <source>%1 (practice)</source>
        <translation>%1 (Übung)</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Stopped early</source>
        <translation>Vorzeitig angehalten</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Datum</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>Dienst</translation>
    </message>
    <message>
        <source>Most likely cause</source>
        <translation>Wahrscheinlichste Ursache</translation>
    </message>
    <message>
        <source>Likelihood</source>
        <translation>Wahrscheinlichkeit</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation>Unterbrochen</translation>
    </message>
</context>
<context>
    <name>doctor::ui::HomePage</name>
    <message>
        <source>Last diagnosis: %1 (practice), %2</source>
        <translation>Letzte Diagnose: %1 (Übung), %2</translation>
    </message>
    <message>
        <source>Last diagnosis: %1, %2</source>
        <translation>Letzte Diagnose: %1, %2</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>cause, then its likelihood</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Who closed your connection, and why?</source>
        <translation>Wer hat Ihre Verbindung geschlossen, und warum?</translation>
    </message>
    <message>
        <source>Connection Doctor opens connections to your service, watches how they end, and tells the likely causes with what to do about each.</source>
        <translation>Connection Doctor öffnet Verbindungen zu Ihrem Dienst, beobachtet, wie sie enden, und nennt die wahrscheinlichen Ursachen samt Abhilfe.</translation>
    </message>
    <message>
        <source>Your own service</source>
        <translation>Ihr eigener Dienst</translation>
    </message>
    <message>
        <source>&amp;Start a diagnosis</source>
        <translation>Diagnose &amp;starten</translation>
    </message>
    <message>
        <source>You name the service and say what goes wrong; the tests take from one to five minutes.</source>
        <translation>Sie nennen den Dienst und sagen, was schiefgeht; die Prüfungen dauern ein bis fünf Minuten.</translation>
    </message>
    <message>
        <source>Just looking</source>
        <translation>Nur ausprobieren</translation>
    </message>
    <message>
        <source>T&amp;ry it with the practice server</source>
        <translation>Am Übungsserver a&amp;usprobieren</translation>
    </message>
    <message>
        <source>A server on this computer misbehaves on purpose, so that you can see a diagnosis from start to end. Nothing leaves this computer.</source>
        <translation>Ein Server auf diesem Rechner macht absichtlich Fehler, damit Sie eine Diagnose von Anfang bis Ende sehen. Nichts verlässt diesen Rechner.</translation>
    </message>
    <message>
        <source>&amp;Open the last diagnosis</source>
        <translation>Letzte Diagnose ö&amp;ffnen</translation>
    </message>
    <message>
        <source>&amp;Check again</source>
        <translation>&amp;Nochmals prüfen</translation>
    </message>
    <message>
        <source>Runs the tests again that showed the fault, and compares before and after.</source>
        <translation>Wiederholt die Prüfungen, die den Fehler zeigten, und vergleicht vorher und nachher.</translation>
    </message>
</context>
<context>
    <name>doctor::ui::ImportPage</name>
    <message>
        <source>%1: %2</source>
        <comment>cause, then its likelihood</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Saved diagnosis</source>
        <translation>Gespeicherte Diagnose</translation>
    </message>
    <message>
        <source>Packet capture (%1)</source>
        <comment>%1 name of a file format</comment>
        <translation>Paketmitschnitt (%1)</translation>
    </message>
    <message>
        <source>Log or other text</source>
        <translation>Protokoll oder anderer Text</translation>
    </message>
    <message>
        <source>Requests of a browser (HAR)</source>
        <translation>Anfragen eines Browsers (HAR)</translation>
    </message>
    <message>
        <source>Compressed (%1)</source>
        <comment>%1 name of a file format</comment>
        <translation>Komprimiert (%1)</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Unbekannt</translation>
    </message>
    <message>
        <source>Cannot be read</source>
        <translation>Nicht lesbar</translation>
    </message>
    <message>
        <source>a failure without a known word</source>
        <translation>ein Fehlschlag ohne bekanntes Wort</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Not taken over</source>
        <translation>Nicht übernommen</translation>
    </message>
    <message>
        <source>%1, was among the diagnoses already</source>
        <comment>%1 service</comment>
        <translation>%1, war schon unter den Diagnosen</translation>
    </message>
    <message>
        <source>%1, added to the diagnoses</source>
        <comment>%1 service</comment>
        <translation>%1, zu den Diagnosen hinzugefügt</translation>
    </message>
    <message>
        <source>Not evaluated</source>
        <translation>Nicht ausgewertet</translation>
    </message>
    <message>
        <source>This version does not evaluate packet captures: it says nothing about the connections in this one. A diagnosis of the same service measures for itself how connections end. To look by hand: in Wireshark, the filter tcp.flags.reset == 1 shows every connection that was cut off hard.</source>
        <translation>Diese Version wertet keine Paketmitschnitte aus: Sie sagt nichts über die Verbindungen in diesem. Eine Diagnose desselben Dienstes misst selbst, wie Verbindungen enden. Zum Nachsehen von Hand: In Wireshark zeigt der Filter tcp.flags.reset == 1 jede Verbindung, die hart abgebrochen wurde.</translation>
    </message>
    <message>
        <source>Compressed files are not looked into. Unpack %1, then open what was in it.</source>
        <comment>%1 file name</comment>
        <translation>In komprimierte Dateien wird nicht hineingesehen. Entpacken Sie %1 und öffnen Sie dann den Inhalt.</translation>
    </message>
    <message>
        <source>%1 is neither text nor a kind of file that is known here. Expected are saved diagnoses (.json), logs, web archives (.har) and packet captures.</source>
        <comment>%1 file name</comment>
        <translation>%1 ist weder Text noch eine hier bekannte Art von Datei. Erwartet werden gespeicherte Diagnosen (.json), Protokolle, Webarchive (.har) und Paketmitschnitte.</translation>
    </message>
    <message>
        <source>%1 cannot be read: %2</source>
        <comment>%1 path of a file, %2 the system&apos;s words</comment>
        <translation>%1 ist nicht lesbar: %2</translation>
    </message>
    <message>
        <source>%1 could not be read as a web archive: expected is JSON with a list “entries” in “log”, of at most 64 MB.</source>
        <comment>%1 file name</comment>
        <translation>%1 ließ sich nicht als Webarchiv lesen: Erwartet wird JSON mit einer Liste „entries“ in „log“, höchstens 64 MB groß.</translation>
    </message>
    <message>
        <source>That is no proof that nothing failed: only known error texts are recognised here; times, counts and patterns are not evaluated.</source>
        <translation>Das beweist nicht, dass nichts gescheitert ist: Hier werden nur bekannte Fehlertexte erkannt; Zeiten, Anzahlen und Muster werden nicht ausgewertet.</translation>
    </message>
    <message>
        <source>Only known error texts are recognised here; times and patterns are not evaluated. A diagnosis can start from the most frequent one.</source>
        <translation>Hier werden nur bekannte Fehlertexte erkannt; Zeiten und Muster werden nicht ausgewertet. Eine Diagnose kann mit dem häufigsten beginnen.</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>Ö&amp;ffnen</translation>
    </message>
    <message>
        <source>&amp;Start a diagnosis</source>
        <translation>Diagnose &amp;starten</translation>
    </message>
    <message>
        <source>&amp;Start with this error</source>
        <translation>Mit diesem Fehler &amp;starten</translation>
    </message>
    <message>
        <source>Reading: %1 %</source>
        <comment>%1 percentage</comment>
        <translation>Wird gelesen: %1 %</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>Wird gelesen</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Import</translation>
    </message>
    <message>
        <source>For what was recorded elsewhere. Nothing is sent anywhere; the files stay as they are.</source>
        <translation>Für das, was anderswo aufgezeichnet wurde. Nichts wird versendet; die Dateien bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>Drop saved diagnoses, logs, web archives (HAR) or packet captures here.
Saved diagnoses open as they were; in logs and web archives known error texts are looked for.</source>
        <translation>Ziehen Sie gespeicherte Diagnosen, Protokolle, Webarchive (HAR) oder Paketmitschnitte hierher.
Gespeicherte Diagnosen öffnen sich, wie sie waren; in Protokollen und Webarchiven werden bekannte Fehlertexte gesucht.</translation>
    </message>
    <message>
        <source>&amp;Choose files…</source>
        <translation>Dateien aus&amp;wählen …</translation>
    </message>
    <message>
        <source>Sto&amp;p reading</source>
        <translation>Lese&amp;n anhalten</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>What it is</source>
        <translation>Was es ist</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>Was gefunden wurde</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message numerus="yes">
        <source>No known error text in %Ln line(s)</source>
        <translation>
            <numerusform>Kein bekannter Fehlertext in %Ln Zeile</numerusform>
            <numerusform>Kein bekannter Fehlertext in %Ln Zeilen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Known error texts in %1 of %Ln line(s)</source>
        <translation>
            <numerusform>Bekannte Fehlertexte in %1 von %Ln Zeile</numerusform>
            <numerusform>Bekannte Fehlertexte in %1 von %Ln Zeilen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %Ln request(s) got no answer</source>
        <translation>
            <numerusform>%1 von %Ln Anfrage blieb ohne Antwort</numerusform>
            <numerusform>%1 von %Ln Anfragen blieben ohne Antwort</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: %Ln line(s), first in line %2: %3</source>
        <comment>meaning, line, the line itself</comment>
        <translation>
            <numerusform>%1: %Ln Zeile, nämlich Zeile %2: %3</numerusform>
            <numerusform>%1: %Ln Zeilen, zuerst in Zeile %2: %3</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: %Ln request(s), first: %2</source>
        <comment>meaning, address of the first</comment>
        <translation>
            <numerusform>%1: %Ln Anfrage: %2</numerusform>
            <numerusform>%1: %Ln Anfragen, die erste: %2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Stopped: only the first %Ln line(s) were looked at.</source>
        <translation>
            <numerusform>Angehalten: Nur die erste Zeile wurde angesehen.</numerusform>
            <numerusform>Angehalten: Nur die ersten %Ln Zeilen wurden angesehen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The file is long: only its first %Ln line(s) were looked at.</source>
        <translation>
            <numerusform>Die Datei ist lang: Nur ihre erste Zeile wurde angesehen.</numerusform>
            <numerusform>Die Datei ist lang: Nur ihre ersten %Ln Zeilen wurden angesehen.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>doctor::ui::LearnPage</name>
    <message>
        <source>Search, for example: keep-alive</source>
        <translation>Suchen, zum Beispiel: Keep-alive</translation>
    </message>
    <message>
        <source>Search in all pages</source>
        <translation>In allen Seiten suchen</translation>
    </message>
    <message>
        <source>Contents</source>
        <translation>Inhalt</translation>
    </message>
    <message>
        <source>Why connections are closed</source>
        <translation>Warum Verbindungen geschlossen werden</translation>
    </message>
    <message>
        <source>Causes</source>
        <translation>Ursachen</translation>
    </message>
    <message numerus="yes">
        <source>%n page(s) found</source>
        <translation>
            <numerusform>%n Seite gefunden</numerusform>
            <numerusform>%n Seiten gefunden</numerusform>
        </translation>
    </message>
    <message>
        <source>No page holds all of these words. Try fewer or shorter ones.</source>
        <translation>Keine Seite enthält alle diese Wörter. Versuchen Sie es mit weniger oder kürzeren.</translation>
    </message>
    <message>
        <source>More: step by step, special forms, what to ask, sources</source>
        <translation>Mehr: Schritt für Schritt, besondere Formen, Fragen, Quellen</translation>
    </message>
</context>
<context>
    <name>doctor::ui::MainWindow</name>
    <message>
        <source>Reading %1</source>
        <translation>%1 wird gelesen</translation>
    </message>
    <message>
        <source>Testing %1</source>
        <translation>%1 wird geprüft</translation>
    </message>
    <message>
        <source>Testing %1: %2</source>
        <comment>service, then the running test</comment>
        <translation>%1 wird geprüft: %2</translation>
    </message>
    <message>
        <source>%1 - Connection Doctor</source>
        <comment>title of the window: page, then the program</comment>
        <translation>%1 - Connection Doctor</translation>
    </message>
    <message>
        <source>Keyboard keys</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>About Connection Doctor</source>
        <translation>Über Connection Doctor</translation>
    </message>
    <message>
        <source>&lt;b&gt;Connection Doctor %1&lt;/b&gt;&lt;p&gt;Finds out who closed a connection, when and why, and what to do about it.&lt;/p&gt;&lt;p&gt;Free software under the GNU General Public License, version 3 or later.&lt;/p&gt;</source>
        <translation>&lt;b&gt;Connection Doctor %1&lt;/b&gt;&lt;p&gt;Findet heraus, wer eine Verbindung geschlossen hat, wann und warum, und was dagegen hilft.&lt;/p&gt;&lt;p&gt;Freie Software unter der GNU General Public License, Version 3 oder neuer.&lt;/p&gt;</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>Diagnoses</source>
        <translation>Diagnosen</translation>
    </message>
    <message>
        <source>Learn</source>
        <translation>Wissen</translation>
    </message>
    <message>
        <source>Practice</source>
        <translation>Üben</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Sho&amp;w</source>
        <translation>An&amp;zeigen</translation>
    </message>
    <message>
        <source>Shows the running tests</source>
        <translation>Zeigt die laufenden Prüfungen</translation>
    </message>
    <message>
        <source>Progress of the running tests</source>
        <translation>Fortschritt der laufenden Prüfungen</translation>
    </message>
    <message numerus="yes">
        <source>Reading %n file(s)</source>
        <translation>
            <numerusform>%n Datei wird gelesen</numerusform>
            <numerusform>%n Dateien werden gelesen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more file(s) could not be read.</source>
        <translation>
            <numerusform>%n weitere Datei war nicht lesbar.</numerusform>
            <numerusform>%n weitere Dateien waren nicht lesbar.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n diagnosis(es) were there already.</source>
        <translation>
            <numerusform>%n Diagnose war schon da.</numerusform>
            <numerusform>%n Diagnosen waren schon da.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n diagnosis(es) added.</source>
        <translation>
            <numerusform>%n Diagnose hinzugefügt.</numerusform>
            <numerusform>%n Diagnosen hinzugefügt.</numerusform>
        </translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Watch</source>
        <translation>Beobachten</translation>
    </message>
    <message>
        <source>%1 failed at %2: %3.</source>
        <comment>service, time, how it ended</comment>
        <translation>%1 schlug um %2 fehl: %3.</translation>
    </message>
    <message>
        <source>The watch saw a failure</source>
        <translation>Die Beobachtung sah einen Fehlschlag</translation>
    </message>
    <message>
        <source>Watching %1</source>
        <translation>Beobachtet wird %1</translation>
    </message>
    <message>
        <source>The watch saw a failure of %1 and diagnoses it now; the result will be under Diagnoses.</source>
        <translation>Die Beobachtung sah einen Fehlschlag von %1 und untersucht ihn jetzt; das Ergebnis wird unter Diagnosen stehen.</translation>
    </message>
    <message>
        <source>Close the window</source>
        <translation>Fenster schließen</translation>
    </message>
    <message>
        <source>&amp;Keep watching in the background</source>
        <translation>Im &amp;Hintergrund weiter beobachten</translation>
    </message>
    <message>
        <source>&amp;Stop watching and close</source>
        <translation>Nicht &amp;mehr beobachten und schließen</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Abbrechen</translation>
    </message>
    <message>
        <source>Watch (on)</source>
        <translation>Beobachten (an)</translation>
    </message>
    <message>
        <source>%1 is being watched; the watch would end with the program.</source>
        <translation>%1 wird beobachtet; mit dem Programm endete auch die Beobachtung.</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>service, then its most likely cause</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>The diagnosis is finished</source>
        <translation>Die Diagnose ist fertig</translation>
    </message>
    <message>
        <source>Another service is being watched. Stop that watch first, then watch this one.</source>
        <translation>Ein anderer Dienst wird beobachtet. Beenden Sie erst diese Beobachtung, dann beginnen Sie die neue.</translation>
    </message>
    <message>
        <source>&amp;Always do this when I close the window</source>
        <translation>&amp;Immer so, wenn ich das Fenster schließe</translation>
    </message>
    <message>
        <source>The settings can take it back.</source>
        <translation>In den Einstellungen lässt es sich zurücknehmen.</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Import</translation>
    </message>
    <message>
        <source>Open diagnoses, logs or captures</source>
        <translation>Diagnosen, Protokolle oder Mitschnitte öffnen</translation>
    </message>
    <message>
        <source>All files (*);;Saved diagnoses (*.json)</source>
        <translation>Alle Dateien (*);;Gespeicherte Diagnosen (*.json)</translation>
    </message>
    <message>
        <source>Nothing is chosen that could be copied.</source>
        <translation>Nichts ist ausgewählt, das sich kopieren ließe.</translation>
    </message>
    <message>
        <source>There is no chart in view.</source>
        <translation>Es ist kein Diagramm zu sehen.</translation>
    </message>
    <message>
        <source>This system has no program that shows folders. The data lie in %1</source>
        <comment>%1 path of a folder</comment>
        <translation>Dieses System hat kein Programm, das Ordner zeigt. Die Daten liegen in %1</translation>
    </message>
    <message>
        <source>The tests of %1 are still running. Stopping them keeps what they have measured.</source>
        <translation>Die Prüfungen von %1 laufen noch. Beim Anhalten bleibt, was sie gemessen haben.</translation>
    </message>
    <message>
        <source>&amp;Keep running in the background</source>
        <translation>Im &amp;Hintergrund weiterlaufen lassen</translation>
    </message>
    <message>
        <source>&amp;Stop and keep results</source>
        <translation>&amp;Anhalten, Ergebnisse behalten</translation>
    </message>
    <message>
        <source>Watching %1. %2</source>
        <extracomment>%1 service, %2 whole sentence: how often it failed</extracomment>
        <translation>%1 wird beobachtet. %2</translation>
    </message>
    <message>
        <source>One diagnosis is running and one waits for its end. Stop one of them, then start or open another.</source>
        <translation>Eine Diagnose läuft, eine zweite wartet auf deren Ende. Beenden Sie eine davon, dann beginnen oder öffnen Sie eine andere.</translation>
    </message>
    <message>
        <source>%1. Next: %2</source>
        <extracomment>%1 whole sentence, %2 service</extracomment>
        <translation>%1. Danach: %2</translation>
    </message>
    <message>
        <source>Next: %1</source>
        <comment>%1 service</comment>
        <translation>Danach: %1</translation>
    </message>
    <message>
        <source>&lt;table cellpadding=&quot;3&quot;&gt;&lt;tr&gt;&lt;td&gt;Ctrl+N&lt;/td&gt;&lt;td&gt;New diagnosis&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;Ctrl+O&lt;/td&gt;&lt;td&gt;Open a diagnosis, log or capture&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;Ctrl+E&lt;/td&gt;&lt;td&gt;Export the report&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;Ctrl+P&lt;/td&gt;&lt;td&gt;Print the report&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;Ctrl+C, Ctrl+F&lt;/td&gt;&lt;td&gt;Copy what is chosen, find&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;F2, Shift+F2&lt;/td&gt;&lt;td&gt;Rename a diagnosis, write a note&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;Ctrl+1 to Ctrl+8&lt;/td&gt;&lt;td&gt;Home, Diagnoses, Compare, Import, Watch, Learn, Practice, current diagnosis&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;F6, Shift+F6&lt;/td&gt;&lt;td&gt;Next pane, pane before&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;Ctrl+T&lt;/td&gt;&lt;td&gt;Charts as tables&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;In a chart&lt;/td&gt;&lt;td&gt;Arrow keys: from mark to mark; Enter: the table; Space: the attempt&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;Ctrl+Enter, Ctrl+R&lt;/td&gt;&lt;td&gt;Start the tests, run them again&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;Ctrl+K&lt;/td&gt;&lt;td&gt;Skip the running test&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;Ctrl+. or Esc&lt;/td&gt;&lt;td&gt;Stop the tests and keep results&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;Alt+B, Alt+N&lt;/td&gt;&lt;td&gt;Back, next&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;F1&lt;/td&gt;&lt;td&gt;What this page means&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;Ctrl+comma&lt;/td&gt;&lt;td&gt;Settings&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;Ctrl++, Ctrl+-, Ctrl+0&lt;/td&gt;&lt;td&gt;Larger, smaller, normal text&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;F11&lt;/td&gt;&lt;td&gt;Full screen&lt;/td&gt;&lt;/tr&gt;&lt;/table&gt;</source>
        <translation>&lt;table cellpadding=&quot;3&quot;&gt;&lt;tr&gt;&lt;td&gt;Strg+N&lt;/td&gt;&lt;td&gt;Neue Diagnose&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;Strg+O&lt;/td&gt;&lt;td&gt;Diagnose, Protokoll oder Mitschnitt öffnen&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;Strg+E&lt;/td&gt;&lt;td&gt;Bericht exportieren&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;Strg+P&lt;/td&gt;&lt;td&gt;Bericht drucken&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;Strg+C, Strg+F&lt;/td&gt;&lt;td&gt;Ausgewähltes kopieren, suchen&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;F2, Umschalt+F2&lt;/td&gt;&lt;td&gt;Diagnose umbenennen, Notiz schreiben&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;Strg+1 bis Strg+8&lt;/td&gt;&lt;td&gt;Start, Diagnosen, Vergleichen, Import, Beobachten, Wissen, Üben, aktuelle Diagnose&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;F6, Umschalt+F6&lt;/td&gt;&lt;td&gt;Nächster, voriger Bereich&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;Strg+T&lt;/td&gt;&lt;td&gt;Diagramme als Tabellen&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;Im Diagramm&lt;/td&gt;&lt;td&gt;Pfeiltasten: von Marke zu Marke; Eingabe: die Tabelle; Leertaste: der Versuch&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;Strg+Eingabe, Strg+R&lt;/td&gt;&lt;td&gt;Prüfungen starten, nochmals ausführen&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;Strg+K&lt;/td&gt;&lt;td&gt;Laufende Prüfung überspringen&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;Strg+. oder Esc&lt;/td&gt;&lt;td&gt;Prüfungen anhalten, Ergebnisse behalten&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;Alt+Z, Alt+W&lt;/td&gt;&lt;td&gt;Zurück, weiter&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;F1&lt;/td&gt;&lt;td&gt;Was diese Seite bedeutet&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;Strg+Komma&lt;/td&gt;&lt;td&gt;Einstellungen&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;Strg++, Strg+-, Strg+0&lt;/td&gt;&lt;td&gt;Größerer, kleinerer, normaler Text&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;F11&lt;/td&gt;&lt;td&gt;Vollbild&lt;/td&gt;&lt;/tr&gt;&lt;/table&gt;</translation>
    </message>
</context>
<context>
    <name>doctor::ui::Marks</name>
    <message>
        <source>Worked</source>
        <translation>Gelungen</translation>
    </message>
    <message>
        <source>Closed in order by the other side (FIN)</source>
        <translation>Von der Gegenseite ordentlich geschlossen (FIN)</translation>
    </message>
    <message>
        <source>Cut off hard (reset)</source>
        <translation>Hart abgebrochen (Reset)</translation>
    </message>
    <message>
        <source>Nothing heard</source>
        <translation>Nichts gehört</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>Ended otherwise</source>
        <translation>Anders beendet</translation>
    </message>
    <message>
        <source>Speaks for it</source>
        <translation>Spricht dafür</translation>
    </message>
    <message>
        <source>Speaks against it</source>
        <translation>Spricht dagegen</translation>
    </message>
    <message>
        <source>Start and sum</source>
        <translation>Ausgangswert und Summe</translation>
    </message>
    <message>
        <source>Known limit</source>
        <translation>Bekannte Grenze</translation>
    </message>
</context>
<context>
    <name>doctor::ui::Menus</name>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;New diagnosis</source>
        <translation>&amp;Neue Diagnose</translation>
    </message>
    <message>
        <source>&amp;Export the report</source>
        <translation>&amp;Bericht exportieren</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>B&amp;eenden</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Home</source>
        <translation>&amp;Start</translation>
    </message>
    <message>
        <source>&amp;Diagnoses</source>
        <translation>&amp;Diagnosen</translation>
    </message>
    <message>
        <source>&amp;Learn</source>
        <translation>&amp;Wissen</translation>
    </message>
    <message>
        <source>&amp;Practice</source>
        <translation>Ü&amp;ben</translation>
    </message>
    <message>
        <source>&amp;Current diagnosis</source>
        <translation>&amp;Aktuelle Diagnose</translation>
    </message>
    <message>
        <source>Lan&amp;guage</source>
        <translation>S&amp;prache</translation>
    </message>
    <message>
        <source>&amp;System</source>
        <translation>S&amp;ystem</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>&amp;Farbschema</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>&amp;Hell</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>&amp;Dunkel</translation>
    </message>
    <message>
        <source>&amp;Full screen</source>
        <translation>&amp;Vollbild</translation>
    </message>
    <message>
        <source>&amp;Tests</source>
        <translation>&amp;Prüfungen</translation>
    </message>
    <message>
        <source>S&amp;kip this test</source>
        <translation>Prüfung übersp&amp;ringen</translation>
    </message>
    <message>
        <source>&amp;Stop and keep results</source>
        <translation>A&amp;nhalten, Ergebnisse behalten</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>&amp;Learn about closed connections</source>
        <translation>&amp;Wissen über geschlossene Verbindungen</translation>
    </message>
    <message>
        <source>&amp;Keyboard keys</source>
        <translation>&amp;Tastenkürzel</translation>
    </message>
    <message>
        <source>&amp;About Connection Doctor</source>
        <translation>Ü&amp;ber Connection Doctor</translation>
    </message>
    <message>
        <source>L&amp;arger text</source>
        <translation>Schrift &amp;größer</translation>
    </message>
    <message>
        <source>S&amp;maller text</source>
        <translation>Schrift &amp;kleiner</translation>
    </message>
    <message>
        <source>&amp;Normal text size</source>
        <translation>Schrift &amp;normal groß</translation>
    </message>
    <message>
        <source>&amp;What this page means</source>
        <translation>&amp;Was diese Seite bedeutet</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>&amp;Pause</translation>
    </message>
    <message>
        <source>R&amp;esume</source>
        <translation>&amp;Fortsetzen</translation>
    </message>
    <message>
        <source>C&amp;ompare</source>
        <translation>V&amp;ergleichen</translation>
    </message>
    <message>
        <source>&amp;Watch</source>
        <translation>Be&amp;obachten</translation>
    </message>
    <message>
        <source>&amp;Open a diagnosis, log or capture…</source>
        <translation>Diagnose, Protokoll oder Mitschnitt ö&amp;ffnen …</translation>
    </message>
    <message>
        <source>&amp;Print the report</source>
        <translation>Bericht &amp;drucken</translation>
    </message>
    <message>
        <source>Se&amp;ttings…</source>
        <translation>&amp;Einstellungen …</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>Bearbei&amp;ten</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>&amp;Find</source>
        <translation>&amp;Suchen</translation>
    </message>
    <message>
        <source>&amp;Delete the chosen diagnoses</source>
        <translation>Ausgewählte Diagnosen &amp;löschen</translation>
    </message>
    <message>
        <source>&amp;Import</source>
        <translation>&amp;Import</translation>
    </message>
    <message>
        <source>N&amp;ext pane</source>
        <translation>Nä&amp;chster Bereich</translation>
    </message>
    <message>
        <source>Charts as ta&amp;bles</source>
        <translation>Diagramme als &amp;Tabellen</translation>
    </message>
    <message>
        <source>S&amp;tart</source>
        <translation>&amp;Starten</translation>
    </message>
    <message>
        <source>&amp;Run again</source>
        <translation>&amp;Nochmals ausführen</translation>
    </message>
    <message>
        <source>&amp;Watch this service…</source>
        <translation>Diesen Dienst be&amp;obachten …</translation>
    </message>
    <message>
        <source>&amp;Practice tutorial</source>
        <translation>&amp;Übungslauf</translation>
    </message>
    <message>
        <source>&amp;Folder of data</source>
        <translation>&amp;Datenordner</translation>
    </message>
    <message>
        <source>&amp;Rename the diagnosis</source>
        <translation>Diagnose &amp;umbenennen</translation>
    </message>
    <message>
        <source>&amp;Write a note</source>
        <translation>Noti&amp;z schreiben</translation>
    </message>
</context>
<context>
    <name>doctor::ui::MoreFields</name>
    <message>
        <source>Choose the certificate</source>
        <translation>Zertifikat wählen</translation>
    </message>
    <message>
        <source>Choose the key</source>
        <translation>Schlüssel wählen</translation>
    </message>
    <message>
        <source>PEM files (*.pem *.crt *.cer *.key);;All files (*)</source>
        <translation>PEM-Dateien (*.pem *.crt *.cer *.key);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>A path holds no space; write %20 in its place: “%1”.</source>
        <comment>%20 stays as it is</comment>
        <translation>Ein Pfad enthält kein Leerzeichen; schreiben Sie statt dessen %20: „%1“.</translation>
    </message>
    <message>
        <source>Address famil&amp;y:</source>
        <translation>Adressfam&amp;ilie:</translation>
    </message>
    <message>
        <source>IPv4 and IPv6</source>
        <translation>IPv4 und IPv6</translation>
    </message>
    <message>
        <source>Only IPv4</source>
        <translation>Nur IPv4</translation>
    </message>
    <message>
        <source>Only IPv6</source>
        <translation>Nur IPv6</translation>
    </message>
    <message>
        <source>T&amp;LS name (SNI):</source>
        <translation>T&amp;LS-Name (SNI):</translation>
    </message>
    <message>
        <source>the host’s name</source>
        <translation>der Name des Rechners</translation>
    </message>
    <message>
        <source>&amp;Path (HTTP):</source>
        <translation>P&amp;fad (HTTP):</translation>
    </message>
    <message>
        <source>Pro&amp;xy:</source>
        <translation>Pro&amp;xy:</translation>
    </message>
    <message>
        <source>Client ce&amp;rtificate:</source>
        <translation>Client-Zertifi&amp;kat:</translation>
    </message>
    <message>
        <source>none; a PEM file, only if the service asks for one</source>
        <translation>keines; eine PEM-Datei, nur falls der Dienst eines verlangt</translation>
    </message>
    <message>
        <source>Its &amp;key:</source>
        <translation>Sein S&amp;chlüssel:</translation>
    </message>
    <message>
        <source>in the same file</source>
        <translation>in derselben Datei</translation>
    </message>
    <message>
        <source>Source a&amp;ddress:</source>
        <translation>&amp;Quelladresse:</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen …</translation>
    </message>
</context>
<context>
    <name>doctor::ui::NoticedPage</name>
    <message>
        <source>%1:</source>
        <comment>label of a field</comment>
        <translation>%1:</translation>
    </message>
</context>
<context>
    <name>doctor::ui::PlanPage</name>
    <message numerus="yes">
        <source>%n test(s)</source>
        <translation>
            <numerusform>%n Prüfung</numerusform>
            <numerusform>%n Prüfungen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>up to %n connection(s)</source>
        <translation>
            <numerusform>bis zu %n Verbindung</numerusform>
            <numerusform>bis zu %n Verbindungen</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2, %3, about %4 a second</source>
        <comment>tests, duration, connections, rate</comment>
        <translation>%1, %2, %3, etwa %4 je Sekunde</translation>
    </message>
    <message>
        <source>&amp;I may test %1</source>
        <translation>&amp;Ich darf %1 prüfen</translation>
    </message>
    <message>
        <source>Tick at least one test.</source>
        <translation>Wählen Sie mindestens eine Prüfung.</translation>
    </message>
    <message>
        <source>Tick this box if you run this service or its owner has agreed; else choose another service.</source>
        <translation>Kreuzen Sie dies an, wenn Sie diesen Dienst betreiben oder sein Betreiber zugestimmt hat; wählen Sie sonst einen anderen Dienst.</translation>
    </message>
    <message>
        <source>Th&amp;oroughness:</source>
        <translation>&amp;Gründlichkeit:</translation>
    </message>
    <message>
        <source>Quick (about 1 minute)</source>
        <translation>Schnell (etwa 1 Minute)</translation>
    </message>
    <message>
        <source>Standard (up to 5 minutes)</source>
        <translation>Standard (bis zu 5 Minuten)</translation>
    </message>
    <message>
        <source>Planned tests:</source>
        <translation>Geplante Prüfungen:</translation>
    </message>
    <message>
        <source>Planned tests</source>
        <translation>Geplante Prüfungen</translation>
    </message>
    <message>
        <source>Things to know</source>
        <translation>Gut zu wissen</translation>
    </message>
    <message>
        <source>•  The tests open connections to the service and send harmless requests.
•  Nothing else leaves this computer; the results stay here.
•  Test only what you run yourself or may test.</source>
        <translation>•  Die Prüfungen öffnen Verbindungen zum Dienst und senden harmlose Anfragen.
•  Sonst verlässt nichts diesen Rechner; die Ergebnisse bleiben hier.
•  Prüfen Sie nur, was Sie selbst betreiben oder prüfen dürfen.</translation>
    </message>
    <message>
        <source>Long idle (up to 35 minutes)</source>
        <translation>Lange Ruhe (bis 35 Minuten)</translation>
    </message>
    <message>
        <source>Custom</source>
        <translation>Eigene Wahl</translation>
    </message>
    <message>
        <source>&amp;Minutes at most:</source>
        <translation>&amp;Minuten höchstens:</translation>
    </message>
    <message>
        <source>&amp;Connections at most:</source>
        <translation>Ver&amp;bindungen höchstens:</translation>
    </message>
    <message>
        <source>The settings allow %1 to %2 minutes; the nearest is used.</source>
        <translation>Die Einstellungen erlauben %1 bis %2 Minuten; es gilt der nächste erlaubte Wert.</translation>
    </message>
    <message>
        <source>The settings allow %1 to %2 connections; the nearest is used.</source>
        <translation>Die Einstellungen erlauben %1 bis %2 Verbindungen; es gilt der nächste erlaubte Wert.</translation>
    </message>
    <message>
        <source>The limits in your settings leave less than this plan would take.</source>
        <translation>Die Grenzen in Ihren Einstellungen lassen weniger zu, als dieser Plan bräuchte.</translation>
    </message>
    <message>
        <source>Heav&amp;y tests too</source>
        <translation>Auch be&amp;lastende Prüfungen</translation>
    </message>
</context>
<context>
    <name>doctor::ui::PlanTableModel</name>
    <message>
        <source>under 1 s</source>
        <translation>unter 1 s</translation>
    </message>
    <message>
        <source>about %1 s</source>
        <comment>duration of a test in seconds</comment>
        <translation>etwa %1 s</translation>
    </message>
    <message>
        <source>about %1 min</source>
        <comment>duration of a test in minutes</comment>
        <translation>etwa %1 min</translation>
    </message>
    <message>
        <source>Left out: %1</source>
        <translation>Ausgelassen: %1</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>What it answers</source>
        <translation>Was sie beantwortet</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>Verbindungen</translation>
    </message>
</context>
<context>
    <name>doctor::ui::PracticePage</name>
    <message>
        <source>Practice</source>
        <translation>Üben</translation>
    </message>
    <message>
        <source>A small server on this computer plays one of these faults. The real tests run against it, so you see what each fault looks like, and that the diagnosis finds it.</source>
        <translation>Ein kleiner Server auf diesem Rechner spielt einen dieser Fehler vor. Die echten Prüfungen laufen gegen ihn; so sehen Sie, wie jeder Fehler aussieht und dass die Diagnose ihn findet.</translation>
    </message>
    <message>
        <source>Faults:</source>
        <translation>Fehler:</translation>
    </message>
    <message>
        <source>Faults</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>&amp;Diagnose this fault</source>
        <translation>Diesen &amp;Fehler diagnostizieren</translation>
    </message>
</context>
<context>
    <name>doctor::ui::PrivacySettings</name>
    <message>
        <source>“%1” is too short to be replaced everywhere; write at least 2 letters.</source>
        <translation>„%1“ ist zu kurz, um überall ersetzt zu werden; mindestens 2 Buchstaben sind nötig.</translation>
    </message>
    <message>
        <source>“%1…” is too long; write one word or name of at most 100 letters a line.</source>
        <translation>„%1…“ ist zu lang; je Zeile ein Wort oder Name von höchstens 100 Buchstaben.</translation>
    </message>
    <message>
        <source>Reports will begin with every host name, address and user name as it is; whoever gets such a report can read them.</source>
        <translation>Berichte beginnen dann mit allen Rechnernamen, Adressen und Benutzernamen, wie sie sind; wer einen solchen Bericht bekommt, kann sie lesen.</translation>
    </message>
    <message>
        <source>&amp;Reports:</source>
        <translation>&amp;Berichte:</translation>
    </message>
    <message>
        <source>Al&amp;ways replaced in them:</source>
        <translation>Darin i&amp;mmer ersetzt:</translation>
    </message>
    <message>
        <source>&amp;Keep diagnoses for:</source>
        <translation>Diagnosen &amp;aufbewahren:</translation>
    </message>
    <message>
        <source>Always replaced in reports</source>
        <translation>In Berichten immer ersetzt</translation>
    </message>
    <message>
        <source>ever</source>
        <translation>für immer</translation>
    </message>
    <message>
        <source> days</source>
        <translation> Tage</translation>
    </message>
    <message>
        <source>Diagnoses, the record of the watch, remembered addresses and settings lie in %1 and nowhere else. Passwords, certificates and keys are never kept.</source>
        <translation>Diagnosen, die Aufzeichnung der Beobachtung, gemerkte Adressen und Einstellungen liegen in %1 und nirgends sonst. Kennwörter, Zertifikate und Schlüssel werden nie aufbewahrt.</translation>
    </message>
    <message>
        <source>&amp;Open this folder</source>
        <translation>Diesen &amp;Ordner öffnen</translation>
    </message>
    <message>
        <source>Hide private details at first</source>
        <translation>Private Angaben zunächst verbergen</translation>
    </message>
    <message>
        <source>One word a line, such as the name of a project; no passwords.</source>
        <translation>Ein Wort je Zeile, etwa der Name eines Projekts; keine Kennwörter.</translation>
    </message>
    <message>
        <source>&amp;Delete everything…</source>
        <translation>Alles &amp;löschen …</translation>
    </message>
</context>
<context>
    <name>doctor::ui::ProxyField</name>
    <message>
        <source>System: depends on the address of the service.</source>
        <translation>System: hängt von der Adresse des Dienstes ab.</translation>
    </message>
    <message>
        <source>System: its settings are being asked...</source>
        <translation>System: Die Einstellungen werden abgefragt...</translation>
    </message>
    <message>
        <source>System: none for this service; the tests go directly.</source>
        <translation>System: keiner für diesen Dienst; die Tests gehen direkt.</translation>
    </message>
    <message>
        <source>System: %1</source>
        <comment>%1 a proxy&apos;s URL</comment>
        <translation>System: %1</translation>
    </message>
    <message>
        <source>Type the address of the proxy, for example http://proxy.example.org:3128.</source>
        <translation>Geben Sie die Adresse des Proxys ein, zum Beispiel http://proxy.example.org:3128.</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keiner</translation>
    </message>
    <message>
        <source>As the system is set</source>
        <translation>Wie im System eingestellt</translation>
    </message>
    <message>
        <source>Another one</source>
        <translation>Ein anderer</translation>
    </message>
    <message>
        <source>http://host:3128 or socks5://host:1080</source>
        <translation>http://host:3128 oder socks5://host:1080</translation>
    </message>
    <message>
        <source>Address of the proxy</source>
        <translation>Adresse des Proxys</translation>
    </message>
</context>
<context>
    <name>doctor::ui::ReplacedWords</name>
    <message>
        <source>Still looks private: %1</source>
        <extracomment>%1 words such as host names and addresses</extracomment>
        <translation>Sieht noch privat aus: %1</translation>
    </message>
    <message>
        <source>Replaced words</source>
        <translation>Ersetzte Wörter</translation>
    </message>
    <message>
        <source>No words replaced</source>
        <translation>Keine Wörter ersetzt</translation>
    </message>
    <message>
        <source>A word to replace has 2 to 100 letters.</source>
        <translation>Ein Wort zum Ersetzen hat 2 bis 100 Buchstaben.</translation>
    </message>
    <message>
        <source>Word</source>
        <translation>Wort</translation>
    </message>
    <message>
        <source>Replaced by</source>
        <translation>Ersetzt durch</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>Anzahl</translation>
    </message>
    <message>
        <source>&amp;Keep the selected word</source>
        <translation>Das gewählte Wort &amp;behalten</translation>
    </message>
    <message>
        <source>Another word to replace</source>
        <translation>Weiteres Wort, das ersetzt werden soll</translation>
    </message>
    <message>
        <source>Re&amp;place</source>
        <translation>&amp;Ersetzen</translation>
    </message>
    <message>
        <source>Replace this word too</source>
        <translation>Auch dieses Wort ersetzen</translation>
    </message>
    <message>
        <source>The word is kept in the settings on this computer, under Privacy. Do not do this with a password.</source>
        <translation>Das Wort wird in den Einstellungen auf diesem Rechner aufbewahrt, unter „Privates“. Nicht mit einem Kennwort tun.</translation>
    </message>
    <message>
        <source>Also &amp;in later reports</source>
        <translation>Auch &amp;in späteren Berichten</translation>
    </message>
    <message>
        <source>Another word</source>
        <translation>Weiteres Wort</translation>
    </message>
</context>
<context>
    <name>doctor::ui::ReportPage</name>
    <message>
        <source>Save report</source>
        <translation>Bericht speichern</translation>
    </message>
    <message>
        <source>Web page (HTML)</source>
        <translation>Webseite (HTML)</translation>
    </message>
    <message>
        <source>Markdown, for an issue tracker</source>
        <translation>Markdown, für ein Ticketsystem</translation>
    </message>
    <message>
        <source>Data (JSON)</source>
        <translation>Daten (JSON)</translation>
    </message>
    <message>
        <source>Plain text</source>
        <translation>Einfacher Text</translation>
    </message>
    <message>
        <source>Printable (PDF)</source>
        <translation>Druckfertig (PDF)</translation>
    </message>
    <message>
        <source>For&amp;mat:</source>
        <translation>&amp;Format:</translation>
    </message>
    <message>
        <source>Hi&amp;de private details</source>
        <translation>Private Angaben &amp;verbergen</translation>
    </message>
    <message>
        <source>&amp;Save report…</source>
        <translation>Bericht &amp;speichern …</translation>
    </message>
    <message>
        <source>Copy short text</source>
        <translation>Kurztext kopieren</translation>
    </message>
    <message>
        <source>Host names, addresses and user names are replaced by the same stand-in everywhere, also in the file&apos;s name.</source>
        <translation>Hostnamen, Adressen und Benutzernamen werden überall durch dasselbe Ersatzwort ersetzt, auch im Dateinamen.</translation>
    </message>
    <message>
        <source>The report will show host names and addresses as they are. Mind to whom you give it.</source>
        <translation>Der Bericht zeigt Hostnamen und Adressen, wie sie sind. Achten Sie darauf, wem Sie ihn geben.</translation>
    </message>
    <message>
        <source>Short text</source>
        <translation>Kurztext</translation>
    </message>
    <message>
        <source>The report could not be made: %1</source>
        <comment>%1 reason</comment>
        <translation>Der Bericht ließ sich nicht erstellen: %1</translation>
    </message>
    <message>
        <source>Everything in one archive (ZIP)</source>
        <translation>Alles in einem Archiv (ZIP)</translation>
    </message>
    <message>
        <source>&amp;Language:</source>
        <translation>Spra&amp;che:</translation>
    </message>
    <message>
        <source>Language of the report</source>
        <translation>Sprache des Berichts</translation>
    </message>
    <message>
        <source>P&amp;rint…</source>
        <translation>D&amp;rucken …</translation>
    </message>
    <message>
        <source>Opens the pages in the program for PDF files, which prints them</source>
        <translation>Öffnet die Seiten im Programm für PDF-Dateien, das sie druckt</translation>
    </message>
    <message>
        <source>Nothing could be printed: this system has no program for PDF files. Save the report as a PDF and print it where there is one.</source>
        <translation>Es konnte nichts gedruckt werden: Dieses System hat kein Programm für PDF-Dateien. Speichern Sie den Bericht als PDF und drucken Sie ihn dort, wo es eines gibt.</translation>
    </message>
    <message>
        <source>The pages are open in the program for PDF files; print them there.</source>
        <translation>Die Seiten sind im Programm für PDF-Dateien geöffnet; drucken Sie sie dort.</translation>
    </message>
    <message>
        <source>&amp;Add the recorded packets: headers without content, but with the real addresses</source>
        <translation>Die aufgezeichneten Pa&amp;kete beilegen: Köpfe ohne Inhalt, aber mit den echten Adressen</translation>
    </message>
    <message>
        <source>Host names, addresses and user names are replaced by the same stand-in everywhere; only the recorded packets show the real addresses.</source>
        <translation>Hostnamen, Adressen und Benutzernamen werden überall durch dasselbe Ersatzwort ersetzt; nur die aufgezeichneten Pakete zeigen die echten Adressen.</translation>
    </message>
</context>
<context>
    <name>doctor::ui::ReportPreview</name>
    <message>
        <source>Find in preview</source>
        <translation>In der Vorschau suchen</translation>
    </message>
    <message>
        <source>Previous</source>
        <translation>Vorige</translation>
    </message>
    <message>
        <source>Previous place in the preview</source>
        <translation>Vorige Stelle in der Vorschau</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Nächste</translation>
    </message>
    <message>
        <source>Next place in the preview</source>
        <translation>Nächste Stelle in der Vorschau</translation>
    </message>
    <message>
        <source>Report preview</source>
        <translation>Vorschau des Berichts</translation>
    </message>
    <message>
        <source>Report preview as text</source>
        <translation>Vorschau des Berichts als Text</translation>
    </message>
    <message>
        <source>Making the report…</source>
        <translation>Der Bericht wird erstellt …</translation>
    </message>
    <message>
        <source>The preview shows the beginning; the saved file holds everything.</source>
        <translation>Die Vorschau zeigt den Anfang; die gespeicherte Datei enthält alles.</translation>
    </message>
    <message>
        <source>Not in the report</source>
        <translation>Nicht im Bericht</translation>
    </message>
    <message numerus="yes">
        <source>Found %n time(s)</source>
        <translation>
            <numerusform>%n Fundstelle</numerusform>
            <numerusform>%n Fundstellen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>doctor::ui::ResultPage</name>
    <message>
        <source>Show only the leading causes</source>
        <translation>Nur die führenden Ursachen zeigen</translation>
    </message>
    <message numerus="yes">
        <source>Show %n other cause(s) looked at</source>
        <translation>
            <numerusform>%n weitere erwogene Ursache zeigen</numerusform>
            <numerusform>%n weitere erwogene Ursachen zeigen</numerusform>
        </translation>
    </message>
    <message>
        <source>Causes</source>
        <translation>Ursachen</translation>
    </message>
    <message>
        <source>Charts</source>
        <translation>Diagramme</translation>
    </message>
    <message>
        <source>Tests</source>
        <translation>Prüfungen</translation>
    </message>
    <message>
        <source>Causes, most likely first</source>
        <translation>Ursachen, die wahrscheinlichste zuerst</translation>
    </message>
    <message>
        <source>Charts of this run</source>
        <translation>Diagramme dieses Laufs</translation>
    </message>
    <message>
        <source>Stopped after %1 of %2 tests. What is shown holds for what was measured.</source>
        <comment>%1 tests done, %2 tests planned</comment>
        <translation>Nach %1 von %2 Prüfungen angehalten. Was hier steht, gilt für das Gemessene.</translation>
    </message>
    <message numerus="yes">
        <source>Run the remaining %n</source>
        <comment>number of tests</comment>
        <translation>
            <numerusform>Die übrige Prüfung ausführen</numerusform>
            <numerusform>Die übrigen %n ausführen</numerusform>
        </translation>
    </message>
    <message>
        <source>Over 95 %: %1. From 85: %2. From 65: %3. From 35: %4. Below: %5.</source>
        <comment>words of likelihood</comment>
        <translation>Über 95 %: %1. Ab 85: %2. Ab 65: %3. Ab 35: %4. Darunter: %5.</translation>
    </message>
</context>
<context>
    <name>doctor::ui::RunPage</name>
    <message>
        <source>Stopping: closing what is still open</source>
        <translation>Wird angehalten: Offenes wird geschlossen</translation>
    </message>
    <message numerus="yes">
        <source>%n test(s) finished</source>
        <translation>
            <numerusform>%n Prüfung fertig</numerusform>
            <numerusform>%n Prüfungen fertig</numerusform>
        </translation>
    </message>
    <message>
        <source>Stopped: %1 of %2 tests finished</source>
        <translation>Angehalten: %1 von %2 Prüfungen fertig</translation>
    </message>
    <message>
        <source>Choosing the next test</source>
        <translation>Die nächste Prüfung wird gewählt</translation>
    </message>
    <message>
        <source>Found so far:</source>
        <translation>Bisher gefunden:</translation>
    </message>
    <message>
        <source>What was found:</source>
        <translation>Was gefunden wurde:</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <comment>what runs now, then the time left</comment>
        <translation>%1. %2</translation>
    </message>
    <message>
        <source>S&amp;kip this test</source>
        <translation>Prüfung übersp&amp;ringen</translation>
    </message>
    <message>
        <source>&amp;Stop and keep results</source>
        <translation>A&amp;nhalten, Ergebnisse behalten</translation>
    </message>
    <message>
        <source>Test progress</source>
        <translation>Prüffortschritt</translation>
    </message>
    <message>
        <source>Tests:</source>
        <translation>Prüfungen:</translation>
    </message>
    <message>
        <source>Tests</source>
        <translation>Prüfungen</translation>
    </message>
    <message>
        <source>Found so far</source>
        <translation>Bisher gefunden</translation>
    </message>
    <message>
        <source>Picture of the chosen test</source>
        <translation>Bild der gewählten Prüfung</translation>
    </message>
    <message>
        <source>Paused: what is open stays open, nothing new is begun</source>
        <translation>Pause: Was offen ist, bleibt offen, nichts Neues beginnt</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>Pa&amp;use</translation>
    </message>
    <message>
        <source>This computer slept meanwhile. What was open then counts for nothing and is tested once more: %1.</source>
        <comment>%1 titles of tests</comment>
        <translation>Dieser Rechner schlief zwischendurch. Was dabei offen war, zählt nicht und wird noch einmal geprüft: %1.</translation>
    </message>
    <message>
        <source>Res&amp;ume</source>
        <translation>&amp;Fortsetzen</translation>
    </message>
</context>
<context>
    <name>doctor::ui::SavedLine</name>
    <message>
        <source>Saved %1 (%2)</source>
        <comment>%1 file name, %2 size</comment>
        <translation>%1 gespeichert (%2)</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation>Pfad kopieren</translation>
    </message>
    <message>
        <source>Path of the report</source>
        <translation>Pfad des Berichts</translation>
    </message>
</context>
<context>
    <name>doctor::ui::ServicePage</name>
    <message>
        <source>Find out by asking</source>
        <translation>Durch Nachfragen feststellen</translation>
    </message>
    <message>
        <source>Plain TCP</source>
        <translation>Einfaches TCP</translation>
    </message>
    <message>
        <source>SMTP (mail)</source>
        <translation>SMTP (E-Mail)</translation>
    </message>
    <message>
        <source>Type the address of the service, for example db.example.org:1433.</source>
        <translation>Geben Sie die Adresse des Dienstes ein, zum Beispiel db.example.org:1433.</translation>
    </message>
    <message>
        <source>Practice: the server on this computer, port %1, plays “%2”.</source>
        <translation>Übung: Der Server auf diesem Rechner, Port %1, spielt „%2“ vor.</translation>
    </message>
    <message>
        <source>Will test %1, port %2.</source>
        <translation>Geprüft wird %1, Port %2.</translation>
    </message>
    <message>
        <source>Will test %1, port %2, which looks like %3.</source>
        <translation>Geprüft wird %1, Port %2, vermutlich %3.</translation>
    </message>
    <message>
        <source>Will test %1, port %2, as %3.</source>
        <translation>Geprüft wird %1, Port %2, als %3.</translation>
    </message>
    <message>
        <source>&amp;Address:</source>
        <translation>Ad&amp;resse:</translation>
    </message>
    <message>
        <source>db.example.org:1433 or https://…</source>
        <translation>db.example.org:1433 oder https://…</translation>
    </message>
    <message>
        <source>P&amp;ort:</source>
        <translation>P&amp;ort:</translation>
    </message>
    <message>
        <source>from the address</source>
        <translation>aus der Adresse</translation>
    </message>
    <message>
        <source>Servi&amp;ce:</source>
        <translation>Dien&amp;st:</translation>
    </message>
    <message>
        <source>&amp;More about the connection</source>
        <translation>&amp;Mehr zur Verbindung</translation>
    </message>
    <message>
        <source>No service at hand?</source>
        <translation>Kein Dienst zur Hand?</translation>
    </message>
    <message>
        <source>Fault to pract&amp;ise on:</source>
        <translation>Fehler z&amp;um Üben:</translation>
    </message>
    <message>
        <source>&amp;Use the practice server</source>
        <translation>Übungsserver &amp;verwenden</translation>
    </message>
    <message>
        <source>The name cannot be found now; the name look-up test will show why.</source>
        <translation>Der Name ist gerade nicht zu finden; die Prüfung der Namensauflösung zeigt, warum.</translation>
    </message>
    <message numerus="yes">
        <source>Its name leads to %n address(es).</source>
        <translation>
            <numerusform>Der Name führt zu %n Adresse.</numerusform>
            <numerusform>Der Name führt zu %n Adressen.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>two sentences: what will be tested, what its name leads to</comment>
        <translation>%1 %2</translation>
    </message>
</context>
<context>
    <name>doctor::ui::SettingRows</name>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>Reset: %1</source>
        <comment>%1 name of a setting</comment>
        <translation>Zurücksetzen: %1</translation>
    </message>
</context>
<context>
    <name>doctor::ui::SettingsDialog</name>
    <message>
        <source>Delete everything</source>
        <translation>Alles löschen</translation>
    </message>
    <message>
        <source>Everything has been deleted.</source>
        <translation>Alles ist gelöscht.</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Tests</source>
        <translation>Prüfungen</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>S&amp;chließen</translation>
    </message>
    <message>
        <source>This deletes every diagnosis, the record of the watch, every remembered address and every setting on this computer. It cannot be undone.</source>
        <translation>Damit werden alle Diagnosen, die Aufzeichnung der Beobachtung, alle gemerkten Adressen und alle Einstellungen auf diesem Rechner gelöscht. Das lässt sich nicht rückgängig machen.</translation>
    </message>
    <message>
        <source>General</source>
        <translation>Allgemein</translation>
    </message>
    <message>
        <source>Privacy</source>
        <translation>Privates</translation>
    </message>
</context>
<context>
    <name>doctor::ui::SourceField</name>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
</context>
<context>
    <name>doctor::ui::StepList</name>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>%1  %2</source>
        <comment>number and name of a step</comment>
        <translation>%1  %2</translation>
    </message>
    <message>
        <source>%1  %2 (skipped)</source>
        <comment>number and name of a step</comment>
        <translation>%1  %2 (offen)</translation>
    </message>
</context>
<context>
    <name>doctor::ui::Steps</name>
    <message>
        <source>Tests finished</source>
        <translation>Prüfungen fertig</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Testing</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Nothing has been tested yet. Go back to the plan and start the tests.</source>
        <translation>Noch wurde nichts geprüft. Gehen Sie zum Plan zurück und starten Sie die Prüfungen.</translation>
    </message>
    <message>
        <source>You can go on working; the tests need nothing from you.</source>
        <translation>Sie können weiterarbeiten; die Prüfungen brauchen nichts von Ihnen.</translation>
    </message>
    <message>
        <source>Choose a test to see its picture, or go on to the likely causes.</source>
        <translation>Wählen Sie eine Prüfung für ihr Bild, oder gehen Sie weiter zu den wahrscheinlichen Ursachen.</translation>
    </message>
    <message>
        <source>What was measured until then is kept and has been evaluated.</source>
        <translation>Was bis dahin gemessen wurde, bleibt erhalten und ist ausgewertet.</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>Problem</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>Dienst</translation>
    </message>
    <message>
        <source>Signs</source>
        <translation>Anzeichen</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>Causes</source>
        <translation>Ursachen</translation>
    </message>
    <message>
        <source>Cure</source>
        <translation>Abhilfe</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Bericht</translation>
    </message>
    <message>
        <source>What goes wrong?</source>
        <translation>Was geht schief?</translation>
    </message>
    <message>
        <source>Which service?</source>
        <translation>Welcher Dienst?</translation>
    </message>
    <message>
        <source>What have you noticed?</source>
        <translation>Was haben Sie bemerkt?</translation>
    </message>
    <message>
        <source>What shall we test?</source>
        <translation>Was sollen wir prüfen?</translation>
    </message>
    <message>
        <source>Likely causes</source>
        <translation>Wahrscheinliche Ursachen</translation>
    </message>
    <message>
        <source>What you can do</source>
        <translation>Was Sie tun können</translation>
    </message>
    <message>
        <source>We choose the tests from this. If you do not know, the standard tests will find out.</source>
        <translation>Danach wählen wir die Prüfungen. Wenn Sie es nicht wissen, finden es die Standardprüfungen heraus.</translation>
    </message>
    <message>
        <source>This is what we connect to. Paste an address, a link or an error line as it is.</source>
        <translation>Damit verbinden wir uns. Fügen Sie eine Adresse, einen Link oder eine Fehlerzeile ein, wie sie ist.</translation>
    </message>
    <message>
        <source>Each answer makes some causes likelier. Leave open what you do not know.</source>
        <translation>Jede Antwort macht manche Ursachen wahrscheinlicher. Lassen Sie offen, was Sie nicht wissen.</translation>
    </message>
    <message>
        <source>Nothing has been sent yet. This is what we would do, and what it costs.</source>
        <translation>Noch wurde nichts gesendet. Das würden wir tun, und das kostet es.</translation>
    </message>
    <message>
        <source>Every cause with what speaks for it, what speaks against it, and what is not known.</source>
        <translation>Jede Ursache mit dem, was für sie spricht, was gegen sie spricht und was nicht bekannt ist.</translation>
    </message>
    <message>
        <source>Nothing is changed for you. Take what fits, then check whether it helped.</source>
        <translation>Wir ändern nichts für Sie. Nehmen Sie, was passt, und prüfen Sie dann, ob es geholfen hat.</translation>
    </message>
    <message>
        <source>For somebody who was not there. What you see is what will be saved.</source>
        <translation>Für jemanden, der nicht dabei war. Gespeichert wird, was Sie sehen.</translation>
    </message>
    <message>
        <source>Step %1 of %2: %3</source>
        <translation>Schritt %1 von %2: %3</translation>
    </message>
</context>
<context>
    <name>doctor::ui::SymptomPage</name>
    <message>
        <source>This is a lot of text. The first 64 KB are kept.</source>
        <translation>Das ist viel Text. Die ersten 64 KB werden behalten.</translation>
    </message>
    <message>
        <source>We do not know this message; it will be kept in the report.</source>
        <translation>Wir kennen diese Meldung nicht; sie bleibt im Bericht erhalten.</translation>
    </message>
    <message>
        <source>Understood: %1 (%2)</source>
        <comment>what an error text means, then the words that say it</comment>
        <translation>Verstanden: %1 (%2)</translation>
    </message>
    <message>
        <source>Symptom</source>
        <translation>Symptom</translation>
    </message>
    <message>
        <source>For example: Connection reset by peer, or 10054</source>
        <translation>Zum Beispiel: Connection reset by peer, oder 10054</translation>
    </message>
    <message>
        <source>Open a &amp;log or capture instead…</source>
        <translation>Stattdessen Protokoll oder Mitschnitt öff&amp;nen …</translation>
    </message>
    <message>
        <source>E&amp;rror text or number (optional):</source>
        <translation>&amp;Fehlertext oder -nummer (freiwillig):</translation>
    </message>
</context>
<context>
    <name>doctor::ui::TestSettings</name>
    <message>
        <source>A diagnosis may be given 1 to %1 minutes; the nearest is used.</source>
        <translation>Eine Diagnose kann 1 bis %1 Minuten bekommen; es gilt der nächste erlaubte Wert.</translation>
    </message>
    <message>
        <source>A diagnosis may be given %1 to %2 connections; the nearest is used.</source>
        <translation>Eine Diagnose kann %1 bis %2 Verbindungen bekommen; es gilt der nächste erlaubte Wert.</translation>
    </message>
    <message>
        <source>Tests may start %1 to %2 connections a second, as more could itself trip a limit of the service; the nearest is used.</source>
        <translation>Prüfungen können %1 bis %2 Verbindungen je Sekunde beginnen, denn mehr könnte selbst eine Grenze des Dienstes auslösen; es gilt der nächste erlaubte Wert.</translation>
    </message>
    <message>
        <source>&amp;Plan of a new diagnosis:</source>
        <translation>&amp;Plan einer neuen Diagnose:</translation>
    </message>
    <message>
        <source>&amp;Minutes at most:</source>
        <translation>&amp;Minuten höchstens:</translation>
    </message>
    <message>
        <source>C&amp;onnections at most:</source>
        <translation>&amp;Verbindungen höchstens:</translation>
    </message>
    <message>
        <source>Connections a &amp;second at most:</source>
        <translation>Verbindungen je Seku&amp;nde höchstens:</translation>
    </message>
    <message>
        <source>Quick</source>
        <translation>Schnell</translation>
    </message>
    <message>
        <source>Standard</source>
        <translation>Standard</translation>
    </message>
    <message>
        <source>Long idle</source>
        <translation>Lange Ruhe</translation>
    </message>
    <message>
        <source>No diagnosis goes beyond these limits, whatever its plan. Lower ones spare the service and may leave questions open.</source>
        <translation>Keine Diagnose geht über diese Grenzen hinaus, gleich nach welchem Plan. Niedrigere schonen den Dienst und lassen vielleicht Fragen offen.</translation>
    </message>
</context>
<context>
    <name>doctor::ui::TestTableModel</name>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Worked</source>
        <translation>Gelungen</translation>
    </message>
    <message>
        <source>What it showed</source>
        <translation>Was sie zeigte</translation>
    </message>
    <message>
        <source>Planned</source>
        <translation>Geplant</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>Ausgelassen</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Could not run</source>
        <translation>Nicht möglich</translation>
    </message>
</context>
<context>
    <name>doctor::ui::TestTree</name>
    <message>
        <source>Closed by us when done</source>
        <translation>Am Ende von uns geschlossen</translation>
    </message>
    <message>
        <source>Worked</source>
        <translation>Gelungen</translation>
    </message>
    <message>
        <source>%1, error %2</source>
        <comment>%1 how it ended, %2 error number</comment>
        <translation>%1, Fehler %2</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>%1 how it ended, %2 detail</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <comment>milliseconds</comment>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1 s</source>
        <comment>seconds</comment>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>Tests and their connections</source>
        <translation>Prüfungen und ihre Verbindungen</translation>
    </message>
    <message>
        <source>Test or connection</source>
        <translation>Prüfung oder Verbindung</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Ausgang</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>%1 number of the connection, %2 its role in the test</comment>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>doctor::ui::TimeFilter</name>
    <message>
        <source>Charts and tests show what began in this span. The causes are judged from the whole run.</source>
        <translation>Diagramme und Prüfungen zeigen, was in dieser Spanne begann. Die Ursachen gelten für den ganzen Lauf.</translation>
    </message>
    <message>
        <source>Seconds:</source>
        <translation>Sekunden:</translation>
    </message>
    <message>
        <source>From second</source>
        <translation>Ab Sekunde</translation>
    </message>
    <message>
        <source>to</source>
        <comment>from one number of seconds to another</comment>
        <translation>bis</translation>
    </message>
    <message>
        <source>To second</source>
        <translation>Bis Sekunde</translation>
    </message>
    <message>
        <source>Whole run</source>
        <translation>Ganzer Lauf</translation>
    </message>
</context>
<context>
    <name>doctor::ui::TimeLeft</name>
    <message>
        <source>Less than 10 seconds left</source>
        <translation>Noch weniger als 10 Sekunden</translation>
    </message>
    <message numerus="yes">
        <source>About %n second(s) left</source>
        <translation>
            <numerusform>Noch etwa %n Sekunde</numerusform>
            <numerusform>Noch etwa %n Sekunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>About %n minute(s) left</source>
        <translation>
            <numerusform>Noch etwa %n Minute</numerusform>
            <numerusform>Noch etwa %n Minuten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>About %n and a half minutes left</source>
        <translation>
            <numerusform>Noch etwa %n½ Minuten</numerusform>
            <numerusform>Noch etwa %n½ Minuten</numerusform>
        </translation>
    </message>
    <message>
        <source>Working out how long this takes</source>
        <translation>Die Dauer wird ermittelt</translation>
    </message>
</context>
<context>
    <name>doctor::ui::VerdictHeader</name>
    <message>
        <source>Nothing was measured yet</source>
        <translation>Noch wurde nichts gemessen</translation>
    </message>
    <message>
        <source>We could not make it fail</source>
        <translation>Wir konnten den Fehler nicht auslösen</translation>
    </message>
    <message>
        <source>This cannot be told from here</source>
        <translation>Das lässt sich von hier aus nicht sagen</translation>
    </message>
    <message>
        <source>Practice run</source>
        <translation>Übungslauf</translation>
    </message>
    <message>
        <source>Closed by</source>
        <translation>Geschlossen hat</translation>
    </message>
    <message>
        <source>How</source>
        <translation>Wie</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>How sure</source>
        <translation>Wie sicher</translation>
    </message>
    <message>
        <source>%1: found</source>
        <comment>%1 what the practice server plays</comment>
        <translation>%1: gefunden</translation>
    </message>
    <message>
        <source>%1: not found, expected was “%2”</source>
        <comment>%1 what the practice server plays, %2 a cause</comment>
        <translation>%1: nicht gefunden, erwartet war „%2“</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>caption such as: Closed by, then its value</comment>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>doctor::ui::WatchNotice</name>
    <message>
        <source>Show the watch</source>
        <translation>Beobachtung zeigen</translation>
    </message>
    <message>
        <source>Stop watching</source>
        <translation>Nicht mehr beobachten</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Show the window</source>
        <translation>Fenster zeigen</translation>
    </message>
</context>
<context>
    <name>doctor::ui::WatchPage</name>
    <message>
        <source>Type the address of the service, for example db.example.org:1433.</source>
        <translation>Geben Sie die Adresse des Dienstes ein, zum Beispiel db.example.org:1433.</translation>
    </message>
    <message>
        <source>Will watch %1, port %2. What speaks there is asked once, with up to 8 connections.</source>
        <translation>Beobachtet wird %1, Port %2. Was dort spricht, wird einmal mit bis zu 8 Verbindungen erfragt.</translation>
    </message>
    <message>
        <source>Will watch %1, port %2, as %3.</source>
        <translation>Beobachtet wird %1, Port %2, als %3.</translation>
    </message>
    <message>
        <source>&amp;I may test %1</source>
        <translation>&amp;Ich darf %1 prüfen</translation>
    </message>
    <message>
        <source>Tick this box if you run this service or its owner has agreed; else choose another service.</source>
        <translation>Setzen Sie dieses Häkchen, wenn Sie diesen Dienst betreiben oder sein Besitzer zugestimmt hat; sonst wählen Sie einen anderen Dienst.</translation>
    </message>
    <message>
        <source>Not watching now; this was %1.</source>
        <translation>Gerade wird nicht beobachtet; dies war %1.</translation>
    </message>
    <message>
        <source>Watching %1 since %2; the first exchange is under way.</source>
        <translation>%1 wird seit %2 beobachtet; der erste Austausch läuft.</translation>
    </message>
    <message>
        <source>Watching %1 since %2; just now: %3.</source>
        <comment>service, time, how the last exchange ended</comment>
        <translation>%1 wird seit %2 beobachtet; eben: %3.</translation>
    </message>
    <message>
        <source>&amp;Stop watching</source>
        <translation>Nicht &amp;mehr beobachten</translation>
    </message>
    <message>
        <source>&amp;Start watching</source>
        <translation>Beobachtung &amp;starten</translation>
    </message>
    <message>
        <source>Watch</source>
        <translation>Beobachten</translation>
    </message>
    <message>
        <source>Repeats one small exchange with your service and tells you when it fails: one connection each time, closed in order. Nothing else is sent.</source>
        <translation>Wiederholt einen kleinen Austausch mit Ihrem Dienst und meldet, wenn er fehlschlägt: jedes Mal eine Verbindung, ordentlich geschlossen. Sonst wird nichts gesendet.</translation>
    </message>
    <message>
        <source>&amp;Address:</source>
        <translation>Ad&amp;resse:</translation>
    </message>
    <message>
        <source>Start a whole dia&amp;gnosis when it fails</source>
        <translation>Bei einem Fehlschlag eine &amp;ganze Diagnose starten</translation>
    </message>
    <message>
        <source>At the moment of the failure, up to 5 minutes and 40 connections, at most once an hour.</source>
        <translation>Im Augenblick des Fehlschlags, bis zu 5 Minuten und 40 Verbindungen, höchstens einmal in der Stunde.</translation>
    </message>
    <message>
        <source>The last 24 hours</source>
        <translation>Die letzten 24 Stunden</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Was geschah</translation>
    </message>
    <message>
        <source>What happens while you watch will be here, hour by hour. So far nothing has been watched.</source>
        <translation>Hier steht, Stunde für Stunde, was beim Beobachten geschieht. Bisher wurde nichts beobachtet.</translation>
    </message>
    <message>
        <source>%1 seconds</source>
        <translation>%1 Sekunden</translation>
    </message>
    <message>
        <source>1 minute</source>
        <translation>1 Minute</translation>
    </message>
    <message>
        <source>%1 minutes</source>
        <translation>%1 Minuten</translation>
    </message>
    <message>
        <source>Will watch %1, port %2, through the proxy %3. What fails there does not count against the service.</source>
        <translation>Beobachtet wird %1, Port %2, durch den Proxy %3. Was dort scheitert, zählt nicht gegen den Dienst.</translation>
    </message>
    <message>
        <source>db.example.org:1433 or https://…</source>
        <translation>db.example.org:1433 oder https://…</translation>
    </message>
    <message>
        <source>Will watch %1, port %2, through the proxy that the system names at that time, if any. What fails at a proxy does not count against the service.</source>
        <translation>Beobachtet wird %1, Port %2, durch den Proxy, den das System jeweils nennt, falls es einen nennt. Was an einem Proxy scheitert, zählt nicht gegen den Dienst.</translation>
    </message>
    <message>
        <source>%1 The connections come from %2.</source>
        <extracomment>%1 whole sentences, %2 an address of this computer</extracomment>
        <translation>%1 Die Verbindungen gehen von %2 aus.</translation>
    </message>
    <message>
        <source>Eve&amp;ry:</source>
        <translation>A&amp;lle:</translation>
    </message>
</context>
<context>
    <name>doctor::ui::WatchStrip</name>
    <message>
        <source>worked</source>
        <translation>gelungen</translation>
    </message>
    <message>
        <source>some failed</source>
        <translation>einige gescheitert</translation>
    </message>
    <message>
        <source>slept</source>
        <translation>geschlafen</translation>
    </message>
    <message>
        <source>no way there</source>
        <translation>kein Weg dorthin</translation>
    </message>
</context>
<context>
    <name>doctor::ui::Wizard</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Ne&amp;w diagnosis</source>
        <translation>Ne&amp;ue Diagnose</translation>
    </message>
    <message>
        <source>&amp;Next</source>
        <translation>&amp;Weiter</translation>
    </message>
    <message>
        <source>&amp;Start tests</source>
        <translation>Prüfungen &amp;starten</translation>
    </message>
    <message>
        <source>&amp;Results so far</source>
        <translation>Bisherige Er&amp;gebnisse</translation>
    </message>
    <message>
        <source>Show &amp;results</source>
        <translation>&amp;Ergebnisse zeigen</translation>
    </message>
    <message>
        <source>A test is running. These are the answers it was started with.</source>
        <translation>Eine Prüfung läuft. Mit diesen Antworten wurde sie gestartet.</translation>
    </message>
    <message>
        <source>The tests are still running; this is what they have shown so far.</source>
        <translation>Die Prüfungen laufen noch; das haben sie bisher gezeigt.</translation>
    </message>
    <message>
        <source>These results are from other settings. Go back to the plan and start the tests to renew them.</source>
        <translation>Diese Ergebnisse stammen von anderen Einstellungen. Gehen Sie zum Plan zurück und starten Sie die Prüfungen, um sie zu erneuern.</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Zurück</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Done: %1. The causes below are up to date.</source>
        <comment>names of the tests</comment>
        <translation>Erledigt: %1. Die Ursachen unten sind auf dem neuesten Stand.</translation>
    </message>
    <message>
        <source>Running now: %1. %2. The causes below change as answers come in.</source>
        <comment>names, then the time left</comment>
        <translation>Läuft gerade: %1. %2. Die Ursachen unten ändern sich, sobald Antworten kommen.</translation>
    </message>
    <message>
        <source>Running now: %1. The causes below change as answers come in.</source>
        <comment>names of the tests</comment>
        <translation>Läuft gerade: %1. Die Ursachen unten ändern sich, sobald Antworten kommen.</translation>
    </message>
    <message>
        <source>Compare befo&amp;re and after</source>
        <translation>Vorher und nachher &amp;vergleichen</translation>
    </message>
    <message>
        <source>These tests ran again, to see whether the fault is gone; none of them had failed before.</source>
        <translation>Diese Prüfungen liefen noch einmal, um zu sehen, ob der Fehler weg ist; vorher war keine von ihnen gescheitert.</translation>
    </message>
    <message>
        <source>These tests ran again, to see whether the fault is gone. %1</source>
        <comment>%1 whole sentences</comment>
        <translation>Diese Prüfungen liefen noch einmal, um zu sehen, ob der Fehler weg ist. %1</translation>
    </message>
    <message>
        <source>Another diagnosis is running. Wait for its end or stop it, then run more tests here.</source>
        <translation>Es läuft gerade eine andere Diagnose. Warten Sie ihr Ende ab oder beenden Sie sie, dann können hier weitere Tests laufen.</translation>
    </message>
    <message>
        <source>Waits until the tests of %1 have ended, then starts by itself.</source>
        <comment>%1 another service</comment>
        <translation>Wartet, bis die Tests von %1 beendet sind, und beginnt dann von selbst.</translation>
    </message>
    <message>
        <source>&amp;Do not wait</source>
        <translation>&amp;Nicht warten</translation>
    </message>
</context>
<context>
    <name>doctor::ui::Words</name>
    <message>
        <source>%1 %</source>
        <comment>probability; %1 is a whole number</comment>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>%1 is a word such as likely, %2 a percentage</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>seen in %1 of %2 tries</source>
        <comment>%1 and %2 are counts</comment>
        <translation>in %1 von %2 Versuchen gesehen</translation>
    </message>
    <message numerus="yes">
        <source>about %n second(s)</source>
        <translation>
            <numerusform>etwa %n Sekunde</numerusform>
            <numerusform>etwa %n Sekunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n minute(s)</source>
        <translation>
            <numerusform>etwa %n Minute</numerusform>
            <numerusform>etwa %n Minuten</numerusform>
        </translation>
    </message>
    <message>
        <source>&lt; 1 %</source>
        <comment>probability below one percent</comment>
        <translation>&lt; 1 %</translation>
    </message>
    <message>
        <source>&gt; 99 %</source>
        <comment>probability above 99 percent</comment>
        <translation>&gt; 99 %</translation>
    </message>
</context>
<context>
    <name>engine</name>
    <message>
        <source>A key alone shows nothing; choose the file of its certificate too.</source>
        <translation>Ein Schlüssel allein weist nichts aus; wählen Sie auch die Datei seines Zertifikats.</translation>
    </message>
    <message>
        <source>%1 is valid on one link only: add the network interface behind a percent sign. This computer has: %2.</source>
        <translation>%1 gilt nur auf einer Verbindungsstrecke: Hängen Sie nach einem Prozentzeichen die Netzwerkschnittstelle an. Dieser Computer hat: %2.</translation>
    </message>
    <message>
        <source>This computer has no network interface “%1”; it has: %2.</source>
        <translation>Dieser Computer hat keine Netzwerkschnittstelle „%1“; er hat: %2.</translation>
    </message>
    <message>
        <source>“%1” is not an address; expected a numeric address of this computer, for example 192.168.1.20.</source>
        <translation>„%1“ ist keine Adresse; erwartet wurde eine numerische Adresse dieses Rechners, zum Beispiel 192.168.1.20.</translation>
    </message>
    <message>
        <source>This computer has no address “%1”; it has: %2.</source>
        <translation>Dieser Rechner hat keine Adresse „%1“; er hat: %2.</translation>
    </message>
    <message>
        <source>From %1, which is %2, no connection leads to an address of %3; expected a source address of that family, or none.</source>
        <comment>%2 and %3: IPv4 or IPv6</comment>
        <translation>Von %1 (%2) führt keine Verbindung zu einer Adresse von %3; erwartet wurde eine Quelladresse dieser Familie oder keine.</translation>
    </message>
</context>
<context>
    <name>figures</name>
    <message>
        <source>%1 of %2 failed: %3.</source>
        <translation>%1 von %2 schlugen fehl: %3.</translation>
    </message>
    <message>
        <source>All %1 worked.</source>
        <translation>Alle %1 gelangen.</translation>
    </message>
    <message>
        <source>All %1 worked; the middle one took %2, the slowest %3.</source>
        <translation>Alle %1 gelangen; der mittlere Versuch dauerte %2, der langsamste %3.</translation>
    </message>
    <message>
        <source>How did each attempt end, and how soon?</source>
        <translation>Wie endete jeder Versuch, und wie bald?</translation>
    </message>
    <message>
        <source>Nothing has been tried yet.</source>
        <translation>Noch wurde nichts versucht.</translation>
    </message>
    <message>
        <source>Attempt</source>
        <translation>Versuch</translation>
    </message>
    <message>
        <source>Time to outcome</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>%1 of %2 worked; the others: %3.</source>
        <translation>%1 von %2 gelangen; die anderen: %3.</translation>
    </message>
    <message>
        <source>Who closed the connections, and when?</source>
        <translation>Wer schloss die Verbindungen, und wann?</translation>
    </message>
    <message>
        <source>Time since the first of them</source>
        <translation>Zeit seit der ersten</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>Verbindung</translation>
    </message>
    <message>
        <source>What speaks for and against “%1”?</source>
        <translation>Was spricht für und gegen „%1“?</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>Was gefunden wurde</translation>
    </message>
    <message>
        <source>Weight in decibans</source>
        <translation>Gewicht in Deziban</translation>
    </message>
    <message>
        <source>Sum so far</source>
        <translation>Bisherige Summe</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>Starting odds</source>
        <translation>Ausgangswert</translation>
    </message>
    <message>
        <source>Sum</source>
        <translation>Summe</translation>
    </message>
    <message>
        <source>Starting odds %1, for it %2, against it %3: sum %4 decibans; likelihood %5.</source>
        <translation>Ausgangswert %1, dafür %2, dagegen %3: Summe %4 Deziban; Wahrscheinlichkeit %5.</translation>
    </message>
    <message>
        <source>Weight of evidence</source>
        <translation>Gewicht der Belege</translation>
    </message>
    <message>
        <source>decibans</source>
        <translation>Deziban</translation>
    </message>
    <message>
        <source>Which causes are likely?</source>
        <translation>Welche Ursachen sind wahrscheinlich?</translation>
    </message>
    <message>
        <source>No cause has been weighed yet.</source>
        <translation>Noch wurde keine Ursache gewichtet.</translation>
    </message>
    <message>
        <source>Cause</source>
        <translation>Ursache</translation>
    </message>
    <message>
        <source>Likelihood</source>
        <translation>Wahrscheinlichkeit</translation>
    </message>
    <message>
        <source>“%1” leads with %2.</source>
        <translation>„%1“ führt mit %2.</translation>
    </message>
    <message>
        <source>“%1” leads with %2; next comes “%3” with %4.</source>
        <translation>„%1“ führt mit %2; es folgt „%3“ mit %4.</translation>
    </message>
    <message>
        <source>worked</source>
        <translation>gelungen</translation>
    </message>
    <message>
        <source>%1 × %2</source>
        <extracomment>%1 number of attempts, %2 how they ended</extracomment>
        <translation>%1 × %2</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 to %2 s</source>
        <translation>%1 bis %2 s</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>Nr.</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Ausgang</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Attempt %1: %2</source>
        <translation>Versuch %1: %2</translation>
    </message>
    <message>
        <source>Attempt %1: %2, after %3</source>
        <translation>Versuch %1: %2, nach %3</translation>
    </message>
    <message>
        <source>(no address)</source>
        <translation>(keine Adresse)</translation>
    </message>
    <message>
        <source>%1 (%2 of %3)</source>
        <extracomment>%1 an address or a variant, %2 how many failed, %3 how many were tried</extracomment>
        <translation>%1 (%2 von %3)</translation>
    </message>
    <message>
        <source>All addresses worked every time.</source>
        <translation>Alle Adressen funktionierten jedes Mal.</translation>
    </message>
    <message>
        <source>All variants worked every time.</source>
        <translation>Alle Varianten funktionierten jedes Mal.</translation>
    </message>
    <message>
        <source>Failed: %1.</source>
        <translation>Gescheitert: %1.</translation>
    </message>
    <message>
        <source>Which address works?</source>
        <translation>Welche Adresse funktioniert?</translation>
    </message>
    <message>
        <source>Which variant works?</source>
        <translation>Welche Variante funktioniert?</translation>
    </message>
    <message>
        <source>Variant</source>
        <translation>Variante</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <extracomment>%1 an address or a variant, %2 how it ended
----------
%1 what was tried (a size or a count), %2 how it ended</extracomment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 of %2 ended in different ways after %3</source>
        <translation>%1 von %2 endeten auf verschiedene Weise nach %3</translation>
    </message>
    <message>
        <source>%1 of %2 closed by the other side after %3</source>
        <translation>%1 von %2 nach %3 von der Gegenseite geschlossen</translation>
    </message>
    <message>
        <source>%1 of %2 cut off hard after %3</source>
        <translation>%1 von %2 nach %3 hart abgebrochen</translation>
    </message>
    <message>
        <source>%1 of %2 got no answer any more after %3</source>
        <translation>%1 von %2 blieben nach %3 ohne Antwort</translation>
    </message>
    <message>
        <source>None of %1 ended; the longest was held for %2.</source>
        <translation>Keine von %1 endete; die längste wurde %2 gehalten.</translation>
    </message>
    <message>
        <source>%1; none stayed open.</source>
        <translation>%1; keine blieb offen.</translation>
    </message>
    <message>
        <source>%1; the longest that stayed open was held for %2.</source>
        <translation>%1; die längste, die offen blieb, wurde %2 gehalten.</translation>
    </message>
    <message>
        <source>still open</source>
        <translation>noch offen</translation>
    </message>
    <message>
        <source>Connection %1: %2 after %3</source>
        <translation>Verbindung %1: %2 nach %3</translation>
    </message>
    <message>
        <source>No connection has been held open yet.</source>
        <translation>Noch wurde keine Verbindung offen gehalten.</translation>
    </message>
    <message>
        <source>Still open</source>
        <translation>Noch offen</translation>
    </message>
    <message>
        <source>Held for</source>
        <translation>Gehalten</translation>
    </message>
    <message>
        <source>Still open after it</source>
        <translation>Danach noch offen</translation>
    </message>
    <message>
        <source>After how long without traffic is it closed?</source>
        <translation>Nach welcher Zeit ohne Verkehr wird geschlossen?</translation>
    </message>
    <message>
        <source>Time without traffic</source>
        <translation>Zeit ohne Verkehr</translation>
    </message>
    <message>
        <source>How long may a request take to arrive?</source>
        <translation>Wie lange darf eine Anfrage brauchen, bis sie ankommt?</translation>
    </message>
    <message>
        <source>Time that the request was left unfinished</source>
        <translation>Zeit, die die Anfrage unfertig blieb</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>At what size does it break?</source>
        <translation>Ab welcher Größe scheitert es?</translation>
    </message>
    <message>
        <source>No size has been tried yet.</source>
        <translation>Noch wurde keine Größe versucht.</translation>
    </message>
    <message>
        <source>Size of the request body</source>
        <translation>Größe des Anfrageinhalts</translation>
    </message>
    <message>
        <source>bytes</source>
        <translation>Byte</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>No clear border: %1 of %2 failed.</source>
        <translation>Keine klare Grenze: %1 von %2 schlugen fehl.</translation>
    </message>
    <message>
        <source>Every size worked, up to %1 (%2).</source>
        <translation>Jede Größe gelang, bis %1 (%2).</translation>
    </message>
    <message>
        <source>No size worked, from %1 on (%2).</source>
        <translation>Keine Größe gelang, ab %1 (%2).</translation>
    </message>
    <message>
        <source>Worked up to %1 (%2), never from %3 on (%4).</source>
        <translation>Gelang bis %1 (%2), ab %3 nie (%4).</translation>
    </message>
    <message>
        <source>How many connections at once does it take?</source>
        <translation>Wie viele Verbindungen zugleich verträgt es?</translation>
    </message>
    <message>
        <source>No second connection has been tried yet.</source>
        <translation>Noch wurde keine zweite Verbindung versucht.</translation>
    </message>
    <message>
        <source>Connections open at the same time</source>
        <translation>Gleichzeitig offene Verbindungen</translation>
    </message>
    <message>
        <source>Open at once</source>
        <translation>Zugleich offen</translation>
    </message>
    <message>
        <source>All worked, up to %1 at once.</source>
        <translation>Alle gelangen, bis %1 zugleich.</translation>
    </message>
    <message>
        <source>%1 at once worked; it failed from %2 on.</source>
        <translation>%1 zugleich gelangen; ab %2 scheiterte es.</translation>
    </message>
    <message>
        <source>%1 of %2 failed, without a clear border.</source>
        <translation>%1 von %2 schlugen fehl, ohne klare Grenze.</translation>
    </message>
    <message>
        <source>None: the cause itself must be mended (%1 failures replayed).</source>
        <translation>Keine: Die Ursache selbst muss behoben werden (%1 Fehlschläge nachgespielt).</translation>
    </message>
    <message>
        <source>“%1” would have hidden %2 of %3 failures.</source>
        <translation>„%1“ hätte %2 von %3 Fehlschlägen verborgen.</translation>
    </message>
    <message>
        <source>%1 In %2 of them the first request may have been carried out all the same: repeat only requests that may run twice.</source>
        <extracomment>%1 is the sentence before, %2 a number of failures</extracomment>
        <translation>%1 Bei %2 davon kann die erste Anfrage dennoch ausgeführt worden sein: Wiederholen Sie nur, was zweimal laufen darf.</translation>
    </message>
    <message>
        <source>Which habit would have hidden the failures?</source>
        <translation>Welche Gewohnheit hätte die Fehlschläge verborgen?</translation>
    </message>
    <message>
        <source>No failure was measured that a habit could hide.</source>
        <translation>Es wurde kein Fehlschlag gemessen, den eine Gewohnheit verbergen könnte.</translation>
    </message>
    <message>
        <source>Habit</source>
        <translation>Gewohnheit</translation>
    </message>
    <message>
        <source>Failures hidden</source>
        <translation>Verborgene Fehlschläge</translation>
    </message>
    <message>
        <source>Added wait</source>
        <translation>Zusätzliche Wartezeit</translation>
    </message>
    <message>
        <source>Connections added per 100 attempts</source>
        <translation>Zusätzliche Verbindungen je 100 Versuche</translation>
    </message>
    <message>
        <source>Request may have run already</source>
        <translation>Anfrage vielleicht schon ausgeführt</translation>
    </message>
    <message>
        <source>not tried</source>
        <translation>nicht versucht</translation>
    </message>
    <message>
        <source>%1 of %2 failed; truly %3 to %4</source>
        <translation>%1 von %2 gescheitert; in Wahrheit %3 bis %4</translation>
    </message>
    <message>
        <source>Cannot be compared: it was not tried in both.</source>
        <translation>Nicht vergleichbar: nicht in beiden versucht.</translation>
    </message>
    <message>
        <source>No failure in either.</source>
        <translation>In keiner ein Fehlschlag.</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>question, answer</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>IPv4 and IPv6</source>
        <translation>IPv4 und IPv6</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>Einstellung</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>Dienst</translation>
    </message>
    <message>
        <source>Protocol</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Pfad</translation>
    </message>
    <message>
        <source>Name for TLS</source>
        <translation>Name für TLS</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <source>Address family</source>
        <translation>Adressfamilie</translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation>Adressen</translation>
    </message>
    <message>
        <source>Fault of the practice server</source>
        <translation>Fehler des Übungsservers</translation>
    </message>
    <message>
        <source>Your answers</source>
        <translation>Ihre Antworten</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Beendet</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>no, stopped early</source>
        <translation>nein, vorzeitig angehalten</translation>
    </message>
    <message>
        <source>Tests run</source>
        <translation>Gelaufene Prüfungen</translation>
    </message>
    <message>
        <source>Computer</source>
        <translation>Rechner</translation>
    </message>
    <message>
        <source>Version of the program</source>
        <translation>Version des Programms</translation>
    </message>
    <message>
        <source>%1: %2 (%3)</source>
        <comment>cause, word of likelihood, percentage</comment>
        <translation>%1: %2 (%3)</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Most likely cause</source>
        <translation>Wahrscheinlichste Ursache</translation>
    </message>
    <message>
        <source>From %1 to %2</source>
        <comment>letters of the oldest and the newest diagnosis</comment>
        <translation>Von %1 zu %2</translation>
    </message>
    <message>
        <source>The same cause leads.</source>
        <translation>Dieselbe Ursache führt.</translation>
    </message>
    <message>
        <source>Another cause leads.</source>
        <translation>Eine andere Ursache führt.</translation>
    </message>
    <message>
        <source>These diagnoses are of different services: what differs may lie in the services and need not be a change for better or worse.</source>
        <translation>Diese Diagnosen gelten verschiedenen Diensten: Was sich unterscheidet, kann an den Diensten liegen und muss keine Besserung oder Verschlechterung sein.</translation>
    </message>
    <message>
        <source>Fails less often than before: %1.</source>
        <translation>Schlägt seltener fehl als vorher: %1.</translation>
    </message>
    <message>
        <source>Fails more often than before: %1.</source>
        <translation>Schlägt öfter fehl als vorher: %1.</translation>
    </message>
    <message>
        <source>The oldest of these diagnoses saw no failure, so a change for the better cannot show.</source>
        <translation>Die älteste dieser Diagnosen sah keinen Fehlschlag; eine Besserung kann sich daher nicht zeigen.</translation>
    </message>
    <message>
        <source>Nothing differs by more than chance would explain; more tries would tell smaller differences.</source>
        <translation>Nichts unterscheidet sich stärker, als der Zufall erklärt; mehr Versuche würden kleinere Unterschiede zeigen.</translation>
    </message>
    <message>
        <source>%1: %2, %3</source>
        <comment>letter of a diagnosis, when it began, its service</comment>
        <translation>%1: %2, %3</translation>
    </message>
    <message>
        <source>Choose a second diagnosis.</source>
        <translation>Wählen Sie eine zweite Diagnose.</translation>
    </message>
    <message>
        <source>0 of %1 failed; too few to tell</source>
        <translation>0 von %1 gescheitert; zu wenige für eine Aussage</translation>
    </message>
    <message>
        <source>0 of %1 failed; could still be up to %2</source>
        <translation>0 von %1 gescheitert; könnten trotzdem bis zu %2 sein</translation>
    </message>
    <message>
        <source>0 of %1 failed; could still be up to about 1 in %2</source>
        <translation>0 von %1 gescheitert; könnte trotzdem etwa bis zu 1 von %2 sein</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>letter of a diagnosis, its test</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>failed, whatever the time</source>
        <translation>gescheitert, egal wann</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <comment>two times</comment>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>%1 of %2 failed</source>
        <translation>%1 von %2 gescheitert</translation>
    </message>
    <message>
        <source>no network</source>
        <translation>kein Netz</translation>
    </message>
    <message>
        <source>this computer slept</source>
        <translation>dieser Rechner schlief</translation>
    </message>
    <message>
        <source>not watched</source>
        <translation>nicht beobachtet</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a span of time, what happened in it</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>Wie oft</translation>
    </message>
    <message>
        <source>Nothing was tried in the last 24 hours.</source>
        <translation>In den letzten 24 Stunden wurde nichts versucht.</translation>
    </message>
    <message>
        <source>0 of %1 failed so far.</source>
        <translation>Bisher 0 von %1 gescheitert.</translation>
    </message>
    <message>
        <source>0 of %1 failed in the last 24 hours; the true share could still be up to about 1 in %2.</source>
        <translation>In den letzten 24 Stunden 0 von %1 gescheitert; der wahre Anteil könnte trotzdem etwa bis zu 1 von %2 sein.</translation>
    </message>
    <message>
        <source>%1 of %2 failed in the last 24 hours; the last at %3: %4.</source>
        <comment>count, count, time, how it ended</comment>
        <translation>In den letzten 24 Stunden %1 von %2 gescheitert; zuletzt um %3: %4.</translation>
    </message>
    <message>
        <source>no network on this computer; says nothing of the service</source>
        <translation>kein Netz auf diesem Rechner; sagt nichts über den Dienst</translation>
    </message>
    <message>
        <source>this computer slept, or its clock was set; nothing was tried</source>
        <translation>dieser Rechner schlief oder seine Uhr wurde gestellt; nichts wurde versucht</translation>
    </message>
    <message>
        <source>this computer could not open a connection</source>
        <translation>dieser Rechner konnte keine Verbindung öffnen</translation>
    </message>
    <message>
        <source>answered %1</source>
        <comment>status number</comment>
        <translation>antwortete mit %1</translation>
    </message>
    <message>
        <source>no usable answer</source>
        <translation>keine brauchbare Antwort</translation>
    </message>
    <message>
        <source>no difference beyond chance</source>
        <translation>kein Unterschied, der über Zufall hinausgeht</translation>
    </message>
    <message>
        <source>better</source>
        <translation>besser</translation>
    </message>
    <message>
        <source>worse</source>
        <translation>schlechter</translation>
    </message>
    <message>
        <source>Did it get better?</source>
        <translation>Ist es besser geworden?</translation>
    </message>
    <message>
        <source>Failed attempts</source>
        <translation>Gescheiterte Versuche</translation>
    </message>
    <message>
        <source>Failed before</source>
        <translation>Vorher gescheitert</translation>
    </message>
    <message>
        <source>Failed after</source>
        <translation>Nachher gescheitert</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Unterschied</translation>
    </message>
    <message>
        <source>%1, before</source>
        <extracomment>%1 a test</extracomment>
        <translation>%1, vorher</translation>
    </message>
    <message>
        <source>%1, after</source>
        <translation>%1, nachher</translation>
    </message>
    <message>
        <source>Tests that both runs have done: better %1, worse %2, no difference beyond chance %3.</source>
        <extracomment>numbers of tests</extracomment>
        <translation>Prüfungen, die in beiden Läufen stattfanden: besser %1, schlechter %2, kein Unterschied über Zufall hinaus %3.</translation>
    </message>
    <message>
        <source>TTL of the reset %1, of the target&apos;s other packets %2</source>
        <translation>TTL des Abbruchs %1, der übrigen Pakete des Ziels %2</translation>
    </message>
    <message>
        <source>TTL of the reset %1</source>
        <translation>TTL des Abbruchs %1</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Dieser Rechner</translation>
    </message>
    <message>
        <source>Device in between</source>
        <translation>Gerät dazwischen</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>May I connect? (SYN, sent %1 times)</source>
        <translation>Darf ich verbinden? (SYN, %1-mal gesendet)</translation>
    </message>
    <message>
        <source>May I connect? (SYN)</source>
        <translation>Darf ich verbinden? (SYN)</translation>
    </message>
    <message>
        <source>Yes (SYN, ACK): the connection is open</source>
        <translation>Ja (SYN, ACK): die Verbindung steht</translation>
    </message>
    <message>
        <source>TLS hello</source>
        <translation>TLS-Begrüßung</translation>
    </message>
    <message>
        <source>Encryption is set up</source>
        <translation>Die Verschlüsselung steht</translation>
    </message>
    <message>
        <source>%1 sent</source>
        <translation>%1 gesendet</translation>
    </message>
    <message>
        <source>%1 received, the first after %2</source>
        <extracomment>%1 an amount of data, %2 a time</extracomment>
        <translation>%1 empfangen, das Erste nach %2</translation>
    </message>
    <message>
        <source>%1 received</source>
        <translation>%1 empfangen</translation>
    </message>
    <message>
        <source>Nothing said for %1</source>
        <translation>%1 lang nichts gesagt</translation>
    </message>
    <message>
        <source>system code %1</source>
        <translation>Systemcode %1</translation>
    </message>
    <message>
        <source>What happened on the decisive connection?</source>
        <translation>Was geschah auf der entscheidenden Verbindung?</translation>
    </message>
    <message>
        <source>One attempt of the test “%1”, begun at %2 UTC.</source>
        <extracomment>%1 a test, %2 a moment</extracomment>
        <translation>Ein Versuch der Prüfung „%1“, begonnen um %2 UTC.</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Nach</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>To</source>
        <translation>An</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Was geschah</translation>
    </message>
    <message>
        <source>Target (hop %1)</source>
        <translation>Ziel (Station %1)</translation>
    </message>
    <message>
        <source>Hop %1</source>
        <translation>Station %1</translation>
    </message>
    <message>
        <source>Allowed all the way: cut or answered in %1 of %2 tries</source>
        <translation>Der ganze Weg erlaubt: in %1 von %2 Versuchen abgebrochen oder beantwortet</translation>
    </message>
    <message>
        <source>Allowed to hop %1: cut or answered in %2 of %3 tries</source>
        <translation>Bis Station %1 erlaubt: in %2 von %3 Versuchen abgebrochen oder beantwortet</translation>
    </message>
    <message>
        <source>Where on the way is it cut?</source>
        <translation>Wo auf dem Weg wird abgebrochen?</translation>
    </message>
    <message>
        <source>Hops allowed</source>
        <translation>Erlaubte Stationen</translation>
    </message>
    <message>
        <source>Tries</source>
        <translation>Versuche</translation>
    </message>
    <message>
        <source>Cut or answered</source>
        <translation>Abgebrochen oder beantwortet</translation>
    </message>
    <message>
        <source>Router there</source>
        <translation>Router dort</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>ohne Grenze</translation>
    </message>
    <message>
        <source>%1: before, %2; now, %3. %4</source>
        <comment>a test; what failed before, what fails now; a sentence on the difference</comment>
        <translation>%1: vorher %2; jetzt %3. %4</translation>
    </message>
    <message>
        <source>the proxy let nothing through</source>
        <translation>der Proxy ließ nichts durch</translation>
    </message>
    <message>
        <source>it ended at the proxy; says nothing of the service</source>
        <translation>es endete am Proxy; sagt nichts über den Dienst</translation>
    </message>
    <message>
        <source>Nothing reached the service in the last 24 hours: %1 of %1 ended at the proxy.</source>
        <translation>In den letzten 24 Stunden erreichte nichts den Dienst: %1 von %1 endeten am Proxy.</translation>
    </message>
    <message>
        <source>%1 Other findings contradict it, so the place stays open.</source>
        <extracomment>%1 what the trace says</extracomment>
        <translation>%1 Andere Befunde widersprechen dem, der Ort bleibt also offen.</translation>
    </message>
    <message>
        <source>reported as %1</source>
        <extracomment>%1 name and number of an error on several systems (&quot;ECONNRESET 104, on Windows WSAECONNRESET 10054&quot;)</extracomment>
        <translation>gemeldet als %1</translation>
    </message>
    <message>
        <source>The rest follows in small pieces, for %1</source>
        <extracomment>%1 a time; the request is sent in small pieces</extracomment>
        <translation>Der Rest folgt in kleinen Stücken, %1 lang</translation>
    </message>
    <message>
        <source>No answer for %1</source>
        <translation>%1 lang keine Antwort</translation>
    </message>
    <message>
        <source>The request stays unfinished for %1</source>
        <extracomment>%1 a time; the request has been begun and not finished</extracomment>
        <translation>Die Anfrage bleibt %1 lang unvollendet</translation>
    </message>
    <message>
        <source>First request</source>
        <translation>Erste Anfrage</translation>
    </message>
    <message>
        <source>Next request (%1 sent in all)</source>
        <extracomment>%1 an amount of data</extracomment>
        <translation>Nächste Anfrage (insgesamt %1 gesendet)</translation>
    </message>
    <message>
        <source>Source address</source>
        <translation>Quelladresse</translation>
    </message>
    <message>
        <source>%1 %2 of %3 are drawn, those that failed first.</source>
        <extracomment>%1 a sentence, %2 and %3 numbers of connections</extracomment>
        <translation>%1 Gezeichnet sind %2 von %3, gescheiterte zuerst.</translation>
    </message>
    <message>
        <source>Which step takes the time?</source>
        <translation>Welcher Schritt braucht die Zeit?</translation>
    </message>
    <message>
        <source>Fewer than two steps were measured.</source>
        <translation>Weniger als zwei Schritte wurden gemessen.</translation>
    </message>
    <message>
        <source>Name look-up</source>
        <translation>Namensauflösung</translation>
    </message>
    <message>
        <source>Opening the connection (TCP)</source>
        <translation>Verbindung öffnen (TCP)</translation>
    </message>
    <message>
        <source>Agreeing on encryption (TLS)</source>
        <translation>Verschlüsselung vereinbaren (TLS)</translation>
    </message>
    <message>
        <source>Waiting for the answer&apos;s first byte</source>
        <translation>Warten auf das erste Byte der Antwort</translation>
    </message>
    <message>
        <source>Longest: %1, %2 of %3 (middle values of what worked).</source>
        <extracomment>%1 a step such as &quot;Name look-up&quot;, %2 and %3 durations</extracomment>
        <translation>Am längsten: %1, %2 von %3 (mittlere Werte dessen, was gelang).</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>Middle value</source>
        <translation>Mittlerer Wert</translation>
    </message>
    <message>
        <source>Shortest</source>
        <translation>Kürzester</translation>
    </message>
    <message>
        <source>Longest</source>
        <translation>Längster</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>Gemessen</translation>
    </message>
    <message>
        <source>Time since the start</source>
        <translation>Zeit seit dem Beginn</translation>
    </message>
    <message>
        <source>Proxy, before the target</source>
        <translation>Proxy vor dem Ziel</translation>
    </message>
    <message>
        <source>%1 received (HTTP status %2)</source>
        <extracomment>%1 an amount of data, %2 status of an HTTP answer</extracomment>
        <translation>%1 empfangen (HTTP-Status %2)</translation>
    </message>
    <message>
        <source>%1 × ended by us</source>
        <extracomment>%1 number of attempts</extracomment>
        <translation>%1 × von uns beendet</translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation>%1 Bytes</translation>
    </message>
    <message>
        <source>by the client: %1</source>
        <extracomment>%1 how a connection ended</extracomment>
        <translation>vom Client: %1</translation>
    </message>
    <message>
        <source>Not run without consent</source>
        <translation>Ohne Einwilligung nicht ausgeführt</translation>
    </message>
    <message>
        <source>Fails less often; hardly by chance (%1).</source>
        <translation>Schlägt seltener fehl; kaum durch Zufall (%1).</translation>
    </message>
    <message>
        <source>Fails more often; hardly by chance (%1).</source>
        <translation>Schlägt öfter fehl; kaum durch Zufall (%1).</translation>
    </message>
    <message>
        <source>May well be chance (%1).</source>
        <translation>Kann gut Zufall sein (%1).</translation>
    </message>
</context>
<context>
    <name>report</name>
    <message>
        <source>… and %1 more</source>
        <translation>… und %1 weitere</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <extracomment>%1 a cause, %2 its likelihood
----------
%1 a special form of a cause, %2 signs of it
----------
%1 &quot;4 of 5 failed in the test …&quot;, %2 how they ended (&quot;1 × cut off hard; 3 × no answer&quot;)
----------
%1 &quot;likely (80 %)&quot;, %2 the leading cause
----------
%1 a program, %2 what its message means
----------
%1 state of a test (&quot;skipped&quot;), %2 the reason
----------
%1 how connections ended, %2 how many did
----------
%1 name of a column, %2 what stands in all its cells</extracomment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Against: %1</source>
        <translation>Dagegen: %1</translation>
    </message>
    <message>
        <source>Not tested: %1</source>
        <translation>Nicht geprüft: %1</translation>
    </message>
    <message>
        <source>Evidence for “%1”</source>
        <translation>Was für „%1“ spricht</translation>
    </message>
    <message>
        <source>First step</source>
        <translation>Erster Schritt</translation>
    </message>
    <message>
        <source>First step: %1</source>
        <translation>Erster Schritt: %1</translation>
    </message>
    <message>
        <source>First step (%1): %2</source>
        <translation>Erster Schritt (%1): %2</translation>
    </message>
    <message>
        <source>%1 – %2</source>
        <extracomment>%1 a test, %2 its state and why, %3 how many attempts worked (&quot;4 of 5&quot;)</extracomment>
        <translation>%1 – %2</translation>
    </message>
    <message>
        <source>%1 – %2, %3 worked</source>
        <translation>%1 – %2, %3 gelungen</translation>
    </message>
    <message>
        <source>Tests</source>
        <translation>Prüfungen</translation>
    </message>
    <message>
        <source>Likely causes</source>
        <translation>Wahrscheinliche Ursachen</translation>
    </message>
    <message>
        <source>Who ended the connections</source>
        <translation>Wer die Verbindungen beendete</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Grenzen der Aussage</translation>
    </message>
    <message>
        <source>Not tested:</source>
        <translation>Nicht geprüft:</translation>
    </message>
    <message>
        <source>%1. %2: %3</source>
        <translation>%1. %2: %3</translation>
    </message>
    <message>
        <source>What would settle it</source>
        <translation>Was Klarheit brächte</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <extracomment>%1 &quot;On the server&quot;, %2 a product such as nginx</extracomment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Risk: %1</source>
        <translation>Risiko: %1</translation>
    </message>
    <message>
        <source>What you can do</source>
        <translation>Was Sie tun können</translation>
    </message>
    <message>
        <source>Every attempt</source>
        <translation>Jeder Versuch</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>Protocol</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Pfad</translation>
    </message>
    <message>
        <source>TLS name</source>
        <translation>TLS-Name</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <source>Address family</source>
        <translation>Adressfamilie</translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation>Adressen</translation>
    </message>
    <message>
        <source>Started (local time)</source>
        <translation>Beginn (Ortszeit)</translation>
    </message>
    <message>
        <source>Started (UTC)</source>
        <translation>Beginn (UTC)</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Measured on</source>
        <translation>Gemessen auf</translation>
    </message>
    <message>
        <source>Practice fault</source>
        <translation>Übungsfehler</translation>
    </message>
    <message>
        <source>What was tested, and with what</source>
        <translation>Was geprüft wurde, und womit</translation>
    </message>
    <message>
        <source>What did not happen while testing may still happen at other times or under other load.</source>
        <translation>Was während der Prüfung nicht geschah, kann zu anderer Zeit oder unter anderer Last dennoch geschehen.</translation>
    </message>
    <message>
        <source>A look from one side cannot always tell the server from a device in between; a capture taken on the server would.</source>
        <translation>Von einer Seite aus lässt sich der Server nicht immer von einem Gerät dazwischen unterscheiden; ein Mitschnitt auf dem Server könnte es.</translation>
    </message>
    <message>
        <source>Connection diagnosis (practice): %1</source>
        <translation>Verbindungsdiagnose (Übung): %1</translation>
    </message>
    <message>
        <source>Connection diagnosis: %1</source>
        <translation>Verbindungsdiagnose: %1</translation>
    </message>
    <message>
        <source>unknown time</source>
        <translation>unbekannter Zeit</translation>
    </message>
    <message>
        <source>Run of %1, stopped after %2 s: %3 of %4 tests done.</source>
        <translation>Lauf vom %1, nach %2 s angehalten: %3 von %4 Prüfungen durchgeführt.</translation>
    </message>
    <message>
        <source>Nothing could be concluded: no test has given a result.</source>
        <translation>Es lässt sich nichts schließen: Keine Prüfung lieferte ein Ergebnis.</translation>
    </message>
    <message>
        <source>%1: %2.</source>
        <translation>%1: %2.</translation>
    </message>
    <message>
        <source>Measured from one computer, at one time, with few connections; what was not tested is not known to be in order.</source>
        <translation>Gemessen von einem Rechner, zu einer Zeit, mit wenigen Verbindungen; ob in Ordnung ist, was nicht geprüft wurde, ist offen.</translation>
    </message>
    <message>
        <source>%1 Tests not carried out: %2.</source>
        <translation>%1 Nicht durchgeführte Prüfungen: %2.</translation>
    </message>
    <message>
        <source>Names of hosts and users and network addresses are replaced by pseudonyms, the same word by the same pseudonym everywhere; loopback addresses are kept.</source>
        <translation>Namen von Hosts und Benutzern sowie Netzadressen sind durch Pseudonyme ersetzt, dasselbe Wort überall durch dasselbe Pseudonym; Loopback-Adressen bleiben.</translation>
    </message>
    <message>
        <source>This report holds host names and network addresses as measured.</source>
        <translation>Dieser Bericht enthält Hostnamen und Netzadressen wie gemessen.</translation>
    </message>
    <message>
        <source>%1 (weight %2)</source>
        <extracomment>%1 a finding in words, %2 its weight of evidence with sign</extracomment>
        <translation>%1 (Gewicht %2)</translation>
    </message>
    <message>
        <source>%1 (test: %2)</source>
        <extracomment>%1 what is not known, %2 the test that would tell</extracomment>
        <translation>%1 (Prüfung: %2)</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>worked; then %1</source>
        <translation>gelungen; dann %1</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Worked</source>
        <translation>Gelungen</translation>
    </message>
    <message>
        <source>Seconds</source>
        <translation>Sekunden</translation>
    </message>
    <message>
        <source>Facts</source>
        <translation>Fakten</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>Nr.</translation>
    </message>
    <message>
        <source>Start (UTC)</source>
        <translation>Beginn (UTC)</translation>
    </message>
    <message>
        <source>Attempt</source>
        <translation>Versuch</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Ausgang</translation>
    </message>
    <message>
        <source>Ended by</source>
        <translation>Beendet von</translation>
    </message>
    <message>
        <source>Phase</source>
        <translation>Phase</translation>
    </message>
    <message>
        <source>System code</source>
        <translation>Systemcode</translation>
    </message>
    <message>
        <source>Bytes sent</source>
        <translation>Bytes gesendet</translation>
    </message>
    <message>
        <source>Bytes received</source>
        <translation>Bytes empfangen</translation>
    </message>
    <message>
        <source>Connect ms</source>
        <translation>Verbinden ms</translation>
    </message>
    <message>
        <source>TLS ms</source>
        <translation>TLS ms</translation>
    </message>
    <message>
        <source>First byte ms</source>
        <translation>Erstes Byte ms</translation>
    </message>
    <message>
        <source>Quiet ms</source>
        <translation>Ruhe ms</translation>
    </message>
    <message>
        <source>Total ms</source>
        <translation>Gesamt ms</translation>
    </message>
    <message>
        <source>Retransmissions</source>
        <translation>Wiederholungen</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>“%1” is not a report format; there are %2.</source>
        <translation>„%1“ ist kein Berichtsformat; es gibt %2.</translation>
    </message>
    <message>
        <source>%1 (%2 %)</source>
        <extracomment>%1 a likelihood in words, %2 the same in per cent</extracomment>
        <translation>%1 (%2 %)</translation>
    </message>
    <message>
        <source>The same as a table</source>
        <translation>Dasselbe als Tabelle</translation>
    </message>
    <message>
        <source>(shortened; the full report holds the rest)</source>
        <translation>(gekürzt; den Rest enthält der vollständige Bericht)</translation>
    </message>
    <message>
        <source>worked</source>
        <translation>gelungen</translation>
    </message>
    <message>
        <source>closed in order</source>
        <translation>ordentlich geschlossen</translation>
    </message>
    <message>
        <source>cut off hard</source>
        <translation>hart abgebrochen</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>keine Antwort</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>abgelehnt</translation>
    </message>
    <message>
        <source>other</source>
        <translation>anders</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <extracomment>%1 &quot;a device in between&quot;, %2 its address
----------
%1 what breaks, %2 how often (&quot;4 of 5 failed in the test …&quot;)</extracomment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1, logarithmic</source>
        <translation>%1, logarithmisch</translation>
    </message>
    <message>
        <source>Message to whoever runs the server or the network</source>
        <translation>Nachricht an die Betreiber von Server oder Netz</translation>
    </message>
    <message>
        <source>Causes that this version of Connection Doctor does not know: %1.</source>
        <translation>Ursachen, die diese Version von Connection Doctor nicht kennt: %1.</translation>
    </message>
    <message>
        <source>Findings that this version does not know: %1.</source>
        <translation>Befunde, die diese Version nicht kennt: %1.</translation>
    </message>
    <message>
        <source>Special forms of it, and their signs:</source>
        <translation>Besondere Formen davon und ihre Zeichen:</translation>
    </message>
    <message>
        <source>Products that come with this idle limit</source>
        <translation>Produkte, die diese Ruhegrenze mitbringen</translation>
    </message>
    <message>
        <source>The measured limit matches these defaults. That alone does not prove that one of these products is in use: limits can be changed, and several products share a figure.</source>
        <translation>Die gemessene Grenze passt zu diesen Voreinstellungen. Das allein beweist nicht, dass eines dieser Produkte im Einsatz ist: Grenzen lassen sich ändern, und mehrere Produkte haben dieselbe Zahl.</translation>
    </message>
    <message>
        <source>time and way of closing</source>
        <translation>Zeit und Art des Schließens</translation>
    </message>
    <message>
        <source>roughly</source>
        <translation>ungefähr</translation>
    </message>
    <message>
        <source>time only</source>
        <translation>nur die Zeit</translation>
    </message>
    <message>
        <source>read at the maker&apos;s</source>
        <translation>beim Hersteller gelesen</translation>
    </message>
    <message>
        <source>measured</source>
        <translation>gemessen</translation>
    </message>
    <message>
        <source>second hand</source>
        <translation>aus zweiter Hand</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>Produkt</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>Voreinstellung</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>Einstellung</translation>
    </message>
    <message>
        <source>Fits by</source>
        <translation>Passt nach</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>Checked</source>
        <translation>Geprüft</translation>
    </message>
    <message>
        <source>%1 s</source>
        <extracomment>%1 number of seconds</extracomment>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 of %2 attempts are shown, failed ones first; the data in JSON and the archive&apos;s table hold all of them.</source>
        <translation>%1 von %2 Versuchen sind gezeigt, gescheiterte zuerst; die Daten in JSON und die Tabelle im Archiv enthalten alle.</translation>
    </message>
    <message>
        <source>Packets and the quality of the capture</source>
        <translation>Pakete und die Güte des Mitschnitts</translation>
    </message>
    <message>
        <source>Not tested: no capture of packets was part of this run.</source>
        <translation>Nicht geprüft: Zu diesem Lauf gehörte kein Mitschnitt von Paketen.</translation>
    </message>
    <message>
        <source>Not tested: no log was part of this run.</source>
        <translation>Nicht geprüft: Zu diesem Lauf gehörte keine Protokolldatei.</translation>
    </message>
    <message>
        <source>How often it fails</source>
        <translation>Wie oft es scheitert</translation>
    </message>
    <message>
        <source>Where it fails and where not</source>
        <translation>Wo es scheitert und wo nicht</translation>
    </message>
    <message>
        <source>Nothing broke while %1 was tested; that is no proof that all is well.</source>
        <translation>Während der Prüfung von %1 brach nichts ab; das beweist nicht, dass alles in Ordnung ist.</translation>
    </message>
    <message>
        <source>Connections to %1</source>
        <translation>Verbindungen zu %1</translation>
    </message>
    <message>
        <source>Nobody yet: more must be known first.</source>
        <translation>Noch niemand: Zuerst muss mehr bekannt sein.</translation>
    </message>
    <message>
        <source>Measure again while it fails.</source>
        <translation>Erneut messen, während es scheitert.</translation>
    </message>
    <message>
        <source>What breaks</source>
        <translation>Was bricht ab</translation>
    </message>
    <message>
        <source>Who closed it</source>
        <translation>Wer schloss sie</translation>
    </message>
    <message>
        <source>How sure</source>
        <translation>Wie sicher</translation>
    </message>
    <message>
        <source>Who must act</source>
        <translation>Wer muss handeln</translation>
    </message>
    <message>
        <source>What first</source>
        <translation>Was zuerst</translation>
    </message>
    <message>
        <source>%1 to %2 %</source>
        <extracomment>%1 and %2 ends of an interval in per cent</extracomment>
        <translation>%1 bis %2 %</translation>
    </message>
    <message>
        <source>not tested</source>
        <translation>nicht geprüft</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Gescheitert</translation>
    </message>
    <message>
        <source>True share (95 %)</source>
        <translation>Wahrer Anteil (95 %)</translation>
    </message>
    <message>
        <source>Endings of the failed ones</source>
        <translation>Wie die gescheiterten endeten</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Wo</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>said by the user</source>
        <translation>vom Benutzer gesagt</translation>
    </message>
    <message>
        <source>This computer to %1</source>
        <extracomment>%1 an address</extracomment>
        <translation>Dieser Rechner zu %1</translation>
    </message>
    <message>
        <source>%1 of %2 attempts failed</source>
        <translation>%1 von %2 Versuchen gescheitert</translation>
    </message>
    <message>
        <source>%1: %2 (%3)</source>
        <extracomment>%1 a question, %2 its answer, %3 the file that it was read from</extracomment>
        <translation>%1: %2 (%3)</translation>
    </message>
    <message>
        <source>The archive cannot be made: %1</source>
        <translation>Das Archiv lässt sich nicht erstellen: %1</translation>
    </message>
    <message>
        <source>shown here</source>
        <translation>hier gezeigt</translation>
    </message>
    <message>
        <source>Contents</source>
        <translation>Inhalt</translation>
    </message>
    <message>
        <source>The same for machines: session.json</source>
        <translation>Dasselbe für Maschinen: session.json</translation>
    </message>
    <message>
        <source>Page %1 of %2</source>
        <extracomment>%1 number of a page, %2 how many there are</extracomment>
        <translation>Seite %1 von %2</translation>
    </message>
    <message>
        <source>The pages of the PDF cannot be made.</source>
        <translation>Die Seiten der PDF-Datei lassen sich nicht erstellen.</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>%1 which connection, %2 what happened on it</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>What speaks for it:</source>
        <translation>Was dafür spricht:</translation>
    </message>
    <message>
        <source>No finding speaks for it; it is what remains.</source>
        <translation>Kein Befund spricht dafür; sie bleibt übrig.</translation>
    </message>
    <message>
        <source>What speaks against it:</source>
        <translation>Was dagegen spricht:</translation>
    </message>
    <message>
        <source>No finding speaks against it.</source>
        <translation>Kein Befund spricht dagegen.</translation>
    </message>
    <message>
        <source>No finding speaks for it or against it.</source>
        <translation>Kein Befund spricht dafür oder dagegen.</translation>
    </message>
    <message>
        <source>“%1”: %2</source>
        <extracomment>%1 what a person can do, %2 why</extracomment>
        <translation>„%1“: %2</translation>
    </message>
    <message>
        <source>The test “%1”: %2</source>
        <translation>Die Prüfung „%1“: %2</translation>
    </message>
    <message>
        <source>The test “%1”, about %2 s: %3</source>
        <translation>Die Prüfung „%1“, etwa %2 s: %3</translation>
    </message>
    <message>
        <source>Weights are in decibans: +10 makes a cause ten times as likely against all others, −10 a tenth.</source>
        <translation>Gewichte sind in Deziban angegeben: +10 macht eine Ursache gegenüber allen anderen zehnmal so wahrscheinlich, −10 macht ein Zehntel daraus.</translation>
    </message>
    <message>
        <source>The same for particular products:</source>
        <translation>Dasselbe für einzelne Produkte:</translation>
    </message>
    <message>
        <source>If it is something else: the first step</source>
        <translation>Falls es etwas anderes ist: der erste Schritt</translation>
    </message>
    <message>
        <source>On particular products</source>
        <translation>Bei einzelnen Produkten</translation>
    </message>
    <message>
        <source>What was measured</source>
        <translation>Was gemessen wurde</translation>
    </message>
    <message>
        <source>Further charts</source>
        <translation>Weitere Diagramme</translation>
    </message>
    <message>
        <source>In all rows: %1</source>
        <extracomment>%1 &quot;Address: 192.0.2.1:443; Phase: …&quot;</extracomment>
        <translation>In allen Zeilen: %1</translation>
    </message>
    <message>
        <source>All attempts of this test:</source>
        <translation>Alle Versuche dieser Prüfung:</translation>
    </message>
    <message>
        <source>Not tested: %1.</source>
        <extracomment>%1 names of tests</extracomment>
        <translation>Nicht geprüft: %1.</translation>
    </message>
    <message>
        <source>Names and addresses are pseudonyms here. Put in the real ones before the commands are run.</source>
        <translation>Namen und Adressen sind hier Decknamen. Setzen Sie die echten ein, bevor die Befehle ausgeführt werden.</translation>
    </message>
    <message>
        <source>%1 of %2 failed in the test “%3”</source>
        <extracomment>%1 how many failed, %2 of how many, %3 a test</extracomment>
        <translation>%1 von %2 gescheitert in der Prüfung „%3“</translation>
    </message>
    <message>
        <source>Connections to %1: %2, %3</source>
        <extracomment>%1 the target, %2 how connections ended (&quot;cut off hard&quot;), %3 the phase (&quot;while the connection was quiet&quot;)</extracomment>
        <translation>Verbindungen zu %1: %2, %3</translation>
    </message>
    <message>
        <source>%1: %2. Next: %3, %4</source>
        <extracomment>%1 &quot;possible (40 %)&quot;, %2 the leading cause, %3 the next one, %4 its likelihood</extracomment>
        <translation>%1: %2. Danach: %3, %4</translation>
    </message>
    <message>
        <source>Not settled yet. Whoever runs the server can tell most: see the message to them.</source>
        <translation>Noch nicht geklärt. Am meisten kann sagen, wer den Server betreibt: siehe die Nachricht dorthin.</translation>
    </message>
    <message>
        <source>%1 Look further before anything is changed: “%2”.</source>
        <extracomment>%1 the answer so far, %2 a test</extracomment>
        <translation>%1 Erst weitersuchen, dann ändern: „%2“.</translation>
    </message>
    <message>
        <source>%1 First step: %2.</source>
        <extracomment>%1 the answer so far, %2 what to do first</extracomment>
        <translation>%1 Erster Schritt: %2.</translation>
    </message>
    <message>
        <source>Date: %1</source>
        <extracomment>%1 a date</extracomment>
        <translation>Datum: %1</translation>
    </message>
    <message>
        <source>Appendix: to look things up in</source>
        <translation>Anhang: zum Nachschlagen</translation>
    </message>
    <message>
        <source>%1 → page %2</source>
        <extracomment>%1 a sentence, %2 number of the page that shows it</extracomment>
        <translation>%1 → Seite %2</translation>
    </message>
    <message>
        <source>Appendix</source>
        <translation>Anhang</translation>
    </message>
    <message>
        <source>nothing could be concluded</source>
        <translation>es ließ sich nichts schließen</translation>
    </message>
    <message>
        <source>a cause that this version does not know</source>
        <translation>eine Ursache, die diese Version nicht kennt</translation>
    </message>
    <message>
        <source>Before and after</source>
        <translation>Vorher und nachher</translation>
    </message>
    <message>
        <source>Before (%1 UTC): %2</source>
        <extracomment>%1 a moment, %2 the leading cause and its likelihood</extracomment>
        <translation>Vorher (%1 UTC): %2</translation>
    </message>
    <message>
        <source>After (%1 UTC): %2</source>
        <translation>Nachher (%1 UTC): %2</translation>
    </message>
    <message>
        <source>If it is “%1” – %2:</source>
        <translation>Falls es „%1“ ist – %2:</translation>
    </message>
    <message>
        <source>If it is “%1” – %2: %3, %4</source>
        <extracomment>%1 a cause, %2 its likelihood, %3 &quot;On the server&quot;, %4 what to do</extracomment>
        <translation>Falls es „%1“ ist – %2: %3, %4</translation>
    </message>
    <message>
        <source>Connections to %1. %2</source>
        <extracomment>%1 the target, %2 a finding as a sentence</extracomment>
        <translation>Verbindungen zu %1. %2</translation>
    </message>
    <message>
        <source>Not sure. These fit best: %1 (%2 %); %3 (%4 %)</source>
        <extracomment>%1 the leading cause, %2 its likelihood in per cent, %3 the next one, %4 its likelihood in per cent</extracomment>
        <translation>Nicht sicher. Am besten passen: %1 (%2 %); %3 (%4 %)</translation>
    </message>
    <message>
        <source>The first %1 of %2 rows; the data hold all of them.</source>
        <translation>Die ersten %1 von %2 Zeilen; die Daten enthalten alle.</translation>
    </message>
    <message>
        <source>The device has named itself; whoever runs it can look up the rule that did it.</source>
        <translation>Das Gerät hat sich selbst genannt; wer es betreibt, kann die Regel nachsehen, die das tat.</translation>
    </message>
    <message>
        <source>The library %1 is needed for this and cannot be loaded: %2</source>
        <translation>Dafür wird die Bibliothek %1 gebraucht, und sie lässt sich nicht laden: %2</translation>
    </message>
    <message>
        <source>%1 (port %2)</source>
        <extracomment>%1 a clock time, %2 port numbers</extracomment>
        <translation>%1 (Port %2)</translation>
    </message>
    <message>
        <source>%1 (ports %2)</source>
        <translation>%1 (Ports %2)</translation>
    </message>
    <message>
        <source>%1; and %2 more</source>
        <extracomment>%1 moments, %2 how many are not named</extracomment>
        <translation>%1; und %2 weitere</translation>
    </message>
    <message>
        <source>to %1</source>
        <translation>zu %1</translation>
    </message>
    <message>
        <source>from %1 to %2</source>
        <extracomment>%1 our address, %2 address and port of the target</extracomment>
        <translation>von %1 zu %2</translation>
    </message>
    <message>
        <source>The tests went %1, on %2 between %3 and %4 UTC.</source>
        <extracomment>%1 &quot;from ip-private-A1 to ip-public-A1:443&quot;, %2 a date, %3 and %4 clock times</extracomment>
        <translation>Die Prüfungen gingen %1, am %2 zwischen %3 und %4 UTC.</translation>
    </message>
    <message>
        <source>Failed %1, on %2 (UTC) at %3.</source>
        <extracomment>%1 &quot;from ip-private-A1 to ip-public-A1:443&quot;, %2 a date, %3 clock times with our ports</extracomment>
        <translation>Fehlgeschlagen %1, am %2 (UTC) um %3.</translation>
    </message>
    <message>
        <source>Failed %1, at (UTC) %2.</source>
        <extracomment>%1 &quot;from ip-private-A1 to ip-public-A1:443&quot;, %2 moments with our ports</extracomment>
        <translation>Fehlgeschlagen %1, zu den Zeiten (UTC) %2.</translation>
    </message>
    <message>
        <source>%1 × %2</source>
        <extracomment>%1 how many connections, %2 how they ended</extracomment>
        <translation>%1 × %2</translation>
    </message>
    <message>
        <source>To find it in logs</source>
        <translation>In Protokollen zu finden</translation>
    </message>
    <message>
        <source>%1… (%2 more characters)</source>
        <extracomment>%1 the beginning of a line, %2 how many characters are left out</extracomment>
        <translation>%1… (%2 weitere Zeichen)</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>Zeile</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Meaning</source>
        <translation>Bedeutung</translation>
    </message>
    <message>
        <source>(%1 lines left out)</source>
        <translation>(%1 Zeilen ausgelassen)</translation>
    </message>
    <message>
        <source>Of its %1 lines, none is known to this version; that says nothing against them.</source>
        <translation>Von den Zeilen (%1) kennt diese Version keine; das spricht nicht gegen sie.</translation>
    </message>
    <message>
        <source>What is known stands beside %1 of its %2 lines.</source>
        <translation>Neben %1 von %2 Zeilen steht, was von ihnen bekannt ist.</translation>
    </message>
    <message>
        <source>%1 lines are shown; the data in JSON and the archive hold all of them.</source>
        <translation>%1 Zeilen sind zu sehen; die Daten in JSON und das Archiv enthalten alle.</translation>
    </message>
    <message>
        <source>Only the first 64 KB of it were kept.</source>
        <translation>Nur die ersten 64 KB davon wurden behalten.</translation>
    </message>
    <message>
        <source>The log to look at: %1.</source>
        <extracomment>%1 names of logs</extracomment>
        <translation>Das Protokoll, das weiterhilft: %1.</translation>
    </message>
    <message>
        <source>Log excerpts</source>
        <translation>Auszüge aus Protokollen</translation>
    </message>
    <message>
        <source>Error text or log lines as pasted</source>
        <translation>Fehlertext oder Protokollzeilen, wie eingefügt</translation>
    </message>
    <message>
        <source>Line %1: “%2” – %3</source>
        <extracomment>%1 number of a line, %2 its text, %3 its meaning</extracomment>
        <translation>Zeile %1: „%2“ – %3</translation>
    </message>
    <message>
        <source>Line %1: “%2”</source>
        <translation>Zeile %1: „%2“</translation>
    </message>
    <message>
        <source>As far as the tests show, nobody ended a connection that was still needed. %1</source>
        <extracomment>%1 what the tests cannot tell</extracomment>
        <translation>Soweit die Prüfungen zeigen, hat niemand eine Verbindung beendet, die noch gebraucht wurde. %1</translation>
    </message>
    <message>
        <source>by the system&apos;s settings: none for this target</source>
        <translation>laut den Einstellungen des Systems: keiner für dieses Ziel</translation>
    </message>
    <message>
        <source>by the system&apos;s settings: %1</source>
        <translation>laut den Einstellungen des Systems: %1</translation>
    </message>
    <message>
        <source>Source address</source>
        <translation>Quelladresse</translation>
    </message>
    <message>
        <source>Whoever runs the proxy, and whoever runs the server behind it</source>
        <translation>Wer den Proxy betreibt, und wer den Server dahinter betreibt</translation>
    </message>
    <message>
        <source>Let all tests run to their end: this run was stopped</source>
        <translation>Alle Prüfungen bis zum Ende laufen lassen: Dieser Lauf wurde gestoppt</translation>
    </message>
    <message>
        <source>the proxy on the way, or the server&apos;s side behind it</source>
        <translation>der Proxy unterwegs oder die Seite des Servers dahinter</translation>
    </message>
    <message>
        <source>%1 The run was stopped before all tests were done.</source>
        <extracomment>%1 the answer so far</extracomment>
        <translation>%1 Der Lauf wurde gestoppt, bevor alle Prüfungen fertig waren.</translation>
    </message>
    <message>
        <source>%1 The sender knows the real addresses behind %2 and the like.</source>
        <extracomment>%1 the sentence before, %2 a stand-in such as ip-private-A1</extracomment>
        <translation>%1 Die echten Adressen hinter %2 und dergleichen kennt der Absender.</translation>
    </message>
    <message>
        <source>neither end; packets get lost on the way</source>
        <translation>keine der beiden Seiten; Pakete gehen unterwegs verloren</translation>
    </message>
    <message>
        <source>Such devices do not show themselves; a capture taken on the server at the same time would show whether what the client sends arrives there.</source>
        <translation>Solche Geräte zeigen sich nicht; ein gleichzeitiger Mitschnitt auf dem Server würde zeigen, ob dort ankommt, was der Client sendet.</translation>
    </message>
    <message>
        <source>How far packets had to travel to be cut shows where it stands; a capture taken on the server at the same time would show whether the server sent what the client received.</source>
        <translation>Wie weit Pakete reisen mussten, um abgebrochen zu werden, zeigt, wo es steht; ein gleichzeitiger Mitschnitt auf dem Server würde zeigen, ob der Server gesendet hat, was beim Client ankam.</translation>
    </message>
    <message>
        <source>Such devices do not show themselves; a capture taken on the server at the same time would show whether the server sent what the client received.</source>
        <translation>Solche Geräte zeigen sich nicht; ein gleichzeitiger Mitschnitt auf dem Server würde zeigen, ob der Server gesendet hat, was beim Client ankam.</translation>
    </message>
    <message>
        <source>The same question from another network would show whether the name is at fault or the name servers that the client asks.</source>
        <translation>Dieselbe Frage aus einem anderen Netz würde zeigen, ob es am Namen liegt oder an den Namensservern, die der Client fragt.</translation>
    </message>
    <message>
        <source>Seen from the client, the proxy looks just like the server behind it; the proxy&apos;s log, or the same test without it, would tell the two apart.</source>
        <translation>Vom Client aus sieht der Proxy genauso aus wie der Server dahinter; das Protokoll des Proxys oder dieselbe Prüfung ohne ihn würde beide unterscheiden.</translation>
    </message>
    <message>
        <source>The server runs on the computer that measured; its log names the reason.</source>
        <translation>Der Server läuft auf dem messenden Rechner; sein Protokoll nennt den Grund.</translation>
    </message>
    <message>
        <source>Seen from the client, a device right in front of the server looks just like the server; its own log, or a capture taken on the server, would tell the two apart.</source>
        <translation>Vom Client aus sieht ein Gerät direkt vor dem Server genauso aus wie der Server; dessen Protokolldatei oder ein Mitschnitt auf dem Server würde beide unterscheiden.</translation>
    </message>
    <message>
        <source>A test from another computer on the same network would show whether it is this one.</source>
        <translation>Eine Prüfung von einem anderen Rechner im selben Netz würde zeigen, ob es an diesem liegt.</translation>
    </message>
    <message>
        <source>The same test from another network would show whether the way is to blame or the server.</source>
        <translation>Dieselbe Prüfung aus einem anderen Netz würde zeigen, ob es am Weg liegt oder am Server.</translation>
    </message>
    <message>
        <source>A capture taken on the server would show whether what the client sends arrives there, and whether an answer leaves.</source>
        <translation>Ein Mitschnitt auf dem Server würde zeigen, ob dort ankommt, was der Client sendet, und ob eine Antwort abgeht.</translation>
    </message>
    <message>
        <source>The log of the server tells more.</source>
        <translation>Mehr sagt das Protokoll des Servers.</translation>
    </message>
    <message>
        <source>The log of whoever sent that answer names the rule: the server, or a proxy or balancer in front of it.</source>
        <translation>Die Regel nennt das Protokoll dessen, der diese Antwort gesendet hat: des Servers oder eines Proxys oder Lastverteilers davor.</translation>
    </message>
    <message>
        <source>cannot be told from the client&apos;s side: no answer came</source>
        <translation>vom Client aus nicht zu sagen: Es kam keine Antwort</translation>
    </message>
    <message>
        <source>Who refused it</source>
        <translation>Wer lehnte ab</translation>
    </message>
    <message>
        <source>Where it failed</source>
        <translation>Wo es scheiterte</translation>
    </message>
    <message>
        <source>Who refused the connections</source>
        <translation>Wer die Verbindungen abwies</translation>
    </message>
    <message>
        <source>Where it failed, and how</source>
        <translation>Wo es scheiterte und wie</translation>
    </message>
    <message>
        <source>not known: what failed does not fit one known cause</source>
        <translation>nicht bekannt: Was scheiterte, passt nicht zu einer einzelnen bekannten Ursache</translation>
    </message>
    <message>
        <source>nowhere, as far as the tests show</source>
        <translation>nirgends, soweit die Prüfungen zeigen</translation>
    </message>
    <message>
        <source>at the look-up of the name; there was no address to connect to</source>
        <translation>beim Auflösen des Namens; es gab keine Adresse für eine Verbindung</translation>
    </message>
    <message>
        <source>the server, or a device in front of it</source>
        <translation>der Server oder ein Gerät davor</translation>
    </message>
    <message>
        <source>%1, by an answer (HTTP status %2)</source>
        <extracomment>%1 &quot;the server&apos;s side&quot;, %2 status of an HTTP answer</extracomment>
        <translation>%1, mit einer Antwort (HTTP-Status %2)</translation>
    </message>
    <message>
        <source>the computer that measured</source>
        <translation>der messende Rechner</translation>
    </message>
    <message>
        <source>%1 It does not fit one known cause, and the other tests showed no fault. %2</source>
        <extracomment>%1 a finding as a sentence, %2 what the tests cannot tell</extracomment>
        <translation>%1 Das passt nicht zu einer einzelnen bekannten Ursache, und die übrigen Prüfungen zeigten keinen Fehler. %2</translation>
    </message>
    <message>
        <source>%1: %2. %3</source>
        <extracomment>%1 &quot;Who closed it&quot;, %2 who, %3 what cannot be told from here</extracomment>
        <translation>%1: %2. %3</translation>
    </message>
    <message>
        <source>Nothing was closed; %1 other connections of the test were open. %2</source>
        <extracomment>%1 how many, %2 the next sentences</extracomment>
        <translation>Geschlossen wurde nichts; %1 andere Verbindungen der Prüfung waren offen. %2</translation>
    </message>
    <message>
        <source>Nothing was closed. %1</source>
        <extracomment>%1 the next sentences</extracomment>
        <translation>Geschlossen wurde nichts. %1</translation>
    </message>
    <message>
        <source>%1 (%2 had no port yet)</source>
        <extracomment>%1 moments, %2 how many connections</extracomment>
        <translation>%1 (%2 noch ohne Port)</translation>
    </message>
    <message>
        <source>%1; besides, %2 in other tests</source>
        <extracomment>%1 moments, %2 how many connections</extracomment>
        <translation>%1; außerdem %2 in anderen Prüfungen</translation>
    </message>
    <message>
        <source>%1; besides, %2 opened and got no answer</source>
        <extracomment>%1 moments, %2 how many connections</extracomment>
        <translation>%1; außerdem %2 geöffnete ohne Antwort</translation>
    </message>
    <message>
        <source>%1 The client&apos;s address is a private one: address translation on the way may show another one and another port there.</source>
        <extracomment>%1 the sentence before</extracomment>
        <translation>%1 Die Adresse des Clients ist eine private: Eine Adressübersetzung unterwegs zeigt dort vielleicht eine andere und einen anderen Port.</translation>
    </message>
    <message>
        <source>Sent by</source>
        <translation>Gesendet von</translation>
    </message>
    <message>
        <source>The answer was HTTP status %1.</source>
        <extracomment>%1 status of an HTTP answer</extracomment>
        <translation>Die Antwort war HTTP-Status %1.</translation>
    </message>
    <message>
        <source>That nothing is wrong: %1. Still to be thought of: %2, %3</source>
        <extracomment>%1 &quot;likely (70 %)&quot;, %2 a cause, %3 its likelihood</extracomment>
        <translation>Dass alles in Ordnung ist: %1. Noch zu bedenken: %2, %3</translation>
    </message>
    <message>
        <source>That nothing is wrong: %1</source>
        <extracomment>%1 &quot;likely (70 %)&quot;</extracomment>
        <translation>Dass alles in Ordnung ist: %1</translation>
    </message>
    <message>
        <source>Whoever runs the server</source>
        <translation>Der Betreiber des Servers</translation>
    </message>
    <message>
        <source>What shows it</source>
        <translation>Woran es sich zeigt</translation>
    </message>
    <message>
        <source>%1 not applicable</source>
        <translation>%1 nicht anwendbar</translation>
    </message>
    <message>
        <source>%1 not needed</source>
        <translation>%1 nicht nötig</translation>
    </message>
    <message>
        <source>%1 not permitted</source>
        <translation>%1 nicht erlaubt</translation>
    </message>
    <message>
        <source>Run the same test without the proxy. If the fault goes away, the proxy does it: look at its limits and rules. If it stays: %1</source>
        <extracomment>%1 what to do then</extracomment>
        <translation>Dieselbe Prüfung ohne den Proxy ausführen. Verschwindet der Fehler, ist es der Proxy: seine Grenzen und Regeln ansehen. Bleibt er: %1</translation>
    </message>
    <message>
        <source>Run of %1, %2 s: all %3 tests done.</source>
        <extracomment>%1 a moment, %2 seconds, %3 how many</extracomment>
        <translation>Lauf vom %1, %2 s: alle %3 Prüfungen ausgeführt.</translation>
    </message>
    <message>
        <source>Run of %1, %2 s: %3 of %4 tests done; %5.</source>
        <translation>Lauf vom %1, %2 s: %3 von %4 Prüfungen; %5.</translation>
    </message>
    <message>
        <source>The tests went through a proxy; what is said of the server holds for the proxy as well. %1</source>
        <extracomment>%1 the answer so far</extracomment>
        <translation>Die Prüfungen gingen über einen Proxy; was über den Server gesagt wird, gilt ebenso für den Proxy. %1</translation>
    </message>
    <message>
        <source>where the failure comes from</source>
        <translation>woher der Fehler kommt</translation>
    </message>
    <message>
        <source>the server&apos;s operating system, or a device right in front of it</source>
        <translation>das Betriebssystem des Servers oder ein Gerät unmittelbar davor</translation>
    </message>
</context>
<context>
    <name>store</name>
    <message>
        <source>The history “%1” cannot be written: %2.</source>
        <translation>Der Verlauf „%1“ lässt sich nicht schreiben: %2.</translation>
    </message>
    <message>
        <source>The history “%1” is damaged or not a history; move it away to begin a new one.</source>
        <translation>Der Verlauf „%1“ ist beschädigt oder kein Verlauf; verschieben Sie die Datei, um einen neuen zu beginnen.</translation>
    </message>
    <message>
        <source>This entry is no longer in the history.</source>
        <translation>Dieser Eintrag ist nicht mehr im Verlauf.</translation>
    </message>
    <message>
        <source>The SQLite driver of Qt is not installed.</source>
        <translation>Der SQLite-Treiber von Qt ist nicht installiert.</translation>
    </message>
    <message>
        <source>The history “%1” was written by a newer version.</source>
        <translation>Der Verlauf „%1“ wurde von einer neueren Version geschrieben.</translation>
    </message>
    <message>
        <source>its folder cannot be made</source>
        <translation>sein Ordner lässt sich nicht anlegen</translation>
    </message>
    <message>
        <source>its folder is read-only</source>
        <translation>sein Ordner ist schreibgeschützt</translation>
    </message>
    <message>
        <source>The history was damaged. It is kept as “%1”, and a new history has been begun.</source>
        <translation>Der Verlauf war beschädigt. Er ist als „%1“ aufbewahrt, und ein neuer Verlauf ist begonnen.</translation>
    </message>
    <message>
        <source>The folder “%1” cannot be written.</source>
        <translation>Der Ordner „%1“ ist nicht beschreibbar.</translation>
    </message>
    <message>
        <source>A diagnosis that was interrupted cannot be read; it is kept as “%1”.</source>
        <translation>Eine unterbrochene Diagnose ist nicht lesbar; sie ist als „%1“ aufbewahrt.</translation>
    </message>
    <message>
        <source>The file “%1” could not be deleted.</source>
        <translation>Die Datei „%1“ konnte nicht gelöscht werden.</translation>
    </message>
</context>
</TS>

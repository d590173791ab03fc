<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>doctor::cli::ProgressLine</name>
    <message numerus="yes">
        <source>about %n minute(s) left</source>
        <translation>
            <numerusform>about %n minute left</numerusform>
            <numerusform>about %n minutes left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n second(s) left</source>
        <translation>
            <numerusform>about %n second left</numerusform>
            <numerusform>about %n seconds left</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>doctor::ui::CauseDetails</name>
    <message numerus="yes">
        <source>Show %n attempt(s)</source>
        <translation>
            <numerusform>Show %n attempt</numerusform>
            <numerusform>Show %n attempts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>doctor::ui::CauseMarkdown</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>doctor::ui::HistoryPage</name>
    <message numerus="yes">
        <source>%n diagnosis(es) deleted.</source>
        <translation>
            <numerusform>%n diagnosis deleted.</numerusform>
            <numerusform>%n diagnoses deleted.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n diagnosis(es) saved in %1 with all names and addresses, to be opened on another computer. To show one to others, open it and export its report.</source>
        <comment>%1 path of a folder</comment>
        <translation>
            <numerusform>%n diagnosis saved in %1 with all names and addresses, to be opened on another computer. To show it to others, open it and export its report.</numerusform>
            <numerusform>%n diagnoses saved in %1 with all names and addresses, to be opened on another computer. To show one to others, open it and export its report.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>doctor::ui::ImportPage</name>
    <message numerus="yes">
        <source>No known error text in %Ln line(s)</source>
        <translation>
            <numerusform>No known error text in %Ln line</numerusform>
            <numerusform>No known error text in %Ln lines</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Known error texts in %1 of %Ln line(s)</source>
        <translation>
            <numerusform>Known error texts in %1 of %Ln line</numerusform>
            <numerusform>Known error texts in %1 of %Ln lines</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %Ln request(s) got no answer</source>
        <translation>
            <numerusform>%1 of %Ln request got no answer</numerusform>
            <numerusform>%1 of %Ln requests got no answer</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: %Ln request(s), first: %2</source>
        <comment>meaning, address of the first</comment>
        <translation>
            <numerusform>%1: %Ln request: %2</numerusform>
            <numerusform>%1: %Ln requests, first: %2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Stopped: only the first %Ln line(s) were looked at.</source>
        <translation>
            <numerusform>Stopped: only the first line was looked at.</numerusform>
            <numerusform>Stopped: only the first %Ln lines were looked at.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The file is long: only its first %Ln line(s) were looked at.</source>
        <translation>
            <numerusform>The file is long: only its first line was looked at.</numerusform>
            <numerusform>The file is long: only its first %Ln lines were looked at.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: %Ln line(s), first in line %2: %3</source>
        <comment>meaning, line, the line itself</comment>
        <translation>
            <numerusform>%1: %Ln line, line %2: %3</numerusform>
            <numerusform>%1: %Ln lines, first in line %2: %3</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>doctor::ui::LearnPage</name>
    <message numerus="yes">
        <source>%n page(s) found</source>
        <translation>
            <numerusform>%n page found</numerusform>
            <numerusform>%n pages found</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>doctor::ui::MainWindow</name>
    <message numerus="yes">
        <source>Reading %n file(s)</source>
        <translation>
            <numerusform>Reading %n file</numerusform>
            <numerusform>Reading %n files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more file(s) could not be read.</source>
        <translation>
            <numerusform>%n more file could not be read.</numerusform>
            <numerusform>%n more files could not be read.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n diagnosis(es) were there already.</source>
        <translation>
            <numerusform>%n diagnosis was there already.</numerusform>
            <numerusform>%n diagnoses were there already.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n diagnosis(es) added.</source>
        <translation>
            <numerusform>%n diagnosis added.</numerusform>
            <numerusform>%n diagnoses added.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>doctor::ui::PlanPage</name>
    <message numerus="yes">
        <source>%n test(s)</source>
        <translation>
            <numerusform>%n test</numerusform>
            <numerusform>%n tests</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>up to %n connection(s)</source>
        <translation>
            <numerusform>up to %n connection</numerusform>
            <numerusform>up to %n connections</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>doctor::ui::ReportPreview</name>
    <message numerus="yes">
        <source>Found %n time(s)</source>
        <translation>
            <numerusform>Found %n time</numerusform>
            <numerusform>Found %n times</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>doctor::ui::ResultPage</name>
    <message numerus="yes">
        <source>Show %n other cause(s) looked at</source>
        <translation>
            <numerusform>Show %n other cause looked at</numerusform>
            <numerusform>Show %n other causes looked at</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Run the remaining %n</source>
        <comment>number of tests</comment>
        <translation>
            <numerusform>Run the remaining %n</numerusform>
            <numerusform>Run the remaining %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>doctor::ui::RunPage</name>
    <message numerus="yes">
        <source>%n test(s) finished</source>
        <translation>
            <numerusform>%n test finished</numerusform>
            <numerusform>%n tests finished</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>doctor::ui::ServicePage</name>
    <message numerus="yes">
        <source>Its name leads to %n address(es).</source>
        <translation>
            <numerusform>Its name leads to %n address.</numerusform>
            <numerusform>Its name leads to %n addresses.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>doctor::ui::TimeLeft</name>
    <message numerus="yes">
        <source>About %n second(s) left</source>
        <translation>
            <numerusform>About %n second left</numerusform>
            <numerusform>About %n seconds left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>About %n minute(s) left</source>
        <translation>
            <numerusform>About %n minute left</numerusform>
            <numerusform>About %n minutes left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>About %n and a half minutes left</source>
        <translation>
            <numerusform>About %n and a half minutes left</numerusform>
            <numerusform>About %n and a half minutes left</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>doctor::ui::Words</name>
    <message numerus="yes">
        <source>about %n second(s)</source>
        <translation>
            <numerusform>about %n second</numerusform>
            <numerusform>about %n seconds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n minute(s)</source>
        <translation>
            <numerusform>about %n minute</numerusform>
            <numerusform>about %n minutes</numerusform>
        </translation>
    </message>
</context>
</TS>

<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>doctor::cli::ProgressLine</name>
    <message numerus="yes">
        <location filename="../app/cli/progress.cpp" line="33"/>
        <source>about %n minute(s) left</source>
        <translation>
            <numerusform>about %n minute left</numerusform>
            <numerusform>about %n minutes left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../app/cli/progress.cpp" line="35"/>
        <location filename="../app/cli/progress.cpp" line="36"/>
        <source>about %n second(s) left</source>
        <translation>
            <numerusform>about %n second left</numerusform>
            <numerusform>about %n seconds left</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>doctor::ui::LearnPage</name>
    <message numerus="yes">
        <location filename="../ui/results/learn_page.cpp" line="258"/>
        <source>%n page(s) found</source>
        <translation>
            <numerusform>%n page found</numerusform>
            <numerusform>%n pages found</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>doctor::ui::PlanPage</name>
    <message numerus="yes">
        <location filename="../ui/wizard/plan_page.cpp" line="207"/>
        <source>%n test(s)</source>
        <translation>
            <numerusform>%n test</numerusform>
            <numerusform>%n tests</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../ui/wizard/plan_page.cpp" line="208"/>
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
        <location filename="../ui/export/report_preview.cpp" line="115"/>
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
        <location filename="../ui/results/result_page.cpp" line="153"/>
        <source>Show %n other cause(s) looked at</source>
        <translation>
            <numerusform>Show %n other cause looked at</numerusform>
            <numerusform>Show %n other causes looked at</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../ui/results/result_page.cpp" line="175"/>
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
        <location filename="../ui/run/run_page.cpp" line="154"/>
        <source>%n test(s) finished</source>
        <translation>
            <numerusform>%n test finished</numerusform>
            <numerusform>%n tests finished</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>doctor::ui::TimeLeft</name>
    <message numerus="yes">
        <location filename="../ui/run/time_left.cpp" line="21"/>
        <source>About %n second(s) left</source>
        <translation>
            <numerusform>About %n second left</numerusform>
            <numerusform>About %n seconds left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../ui/run/time_left.cpp" line="23"/>
        <location filename="../ui/run/time_left.cpp" line="27"/>
        <source>About %n minute(s) left</source>
        <translation>
            <numerusform>About %n minute left</numerusform>
            <numerusform>About %n minutes left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../ui/run/time_left.cpp" line="26"/>
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
        <location filename="../ui/widgets/words.cpp" line="84"/>
        <source>about %n second(s)</source>
        <translation>
            <numerusform>about %n second</numerusform>
            <numerusform>about %n seconds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../ui/widgets/words.cpp" line="85"/>
        <source>about %n minute(s)</source>
        <translation>
            <numerusform>about %n minute</numerusform>
            <numerusform>about %n minutes</numerusform>
        </translation>
    </message>
</context>
</TS>

// SPDX-License-Identifier: GPL-3.0-or-later
// Texts of the steps.
#include "ui/wizard/step_texts.h"

#include <QCoreApplication>

namespace doctor::ui
{

namespace
{

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(doctor::ui::Steps)
};

QString testingTitle(Testing state)
{
    switch (state) {
    case Testing::Finished:
        return Texts::tr("Tests finished");
    case Testing::Stopped:
        return Texts::tr("Stopped");
    case Testing::NotYet:
    case Testing::UnderWay:
        break;
    }
    return Texts::tr("Testing");
}

QString testingReason(Testing state)
{
    switch (state) {
    case Testing::NotYet:
        return Texts::tr("Nothing has been tested yet. Go back to the plan and start the tests.");
    case Testing::UnderWay:
        return Texts::tr("You can go on working; the tests need nothing from you.");
    case Testing::Finished:
        return Texts::tr("Choose a test to see its picture, or go on to the likely causes.");
    case Testing::Stopped:
        return Texts::tr("What was measured until then is kept and has been evaluated.");
    }
    return {};
}

} // namespace

QString stepName(Step step)
{
    switch (step) {
    case Step::Problem:
        return Texts::tr("Problem");
    case Step::Service:
        return Texts::tr("Service");
    case Step::Signs:
        return Texts::tr("Signs");
    case Step::Plan:
        return Texts::tr("Plan");
    case Step::Testing:
        return Texts::tr("Testing");
    case Step::Causes:
        return Texts::tr("Causes");
    case Step::Cure:
        return Texts::tr("Cure");
    case Step::Report:
        return Texts::tr("Report");
    }
    return {};
}

QString stepKey(Step step)
{
    static const char* const words[StepCount] = {"problem", "service", "signs", "plan",
                                                 "testing", "causes",  "cure",  "report"};
    return QString::fromLatin1(words[static_cast<int>(step)]);
}

QString stepTitle(Step step, Testing state)
{
    switch (step) {
    case Step::Problem:
        return Texts::tr("What goes wrong?");
    case Step::Service:
        return Texts::tr("Which service?");
    case Step::Signs:
        return Texts::tr("What have you noticed?");
    case Step::Plan:
        return Texts::tr("What shall we test?");
    case Step::Testing:
        return testingTitle(state);
    case Step::Causes:
        return Texts::tr("Likely causes");
    case Step::Cure:
        return Texts::tr("What you can do");
    case Step::Report:
        return Texts::tr("Report");
    }
    return {};
}

QString stepReason(Step step, Testing state)
{
    switch (step) {
    case Step::Problem:
        return Texts::tr("We choose the tests from this. If you do not know, the standard tests will find out.");
    case Step::Service:
        return Texts::tr("This is what we connect to. Paste an address, a link or an error line as it is.");
    case Step::Signs:
        return Texts::tr("Each answer makes some causes likelier. Leave open what you do not know.");
    case Step::Plan:
        return Texts::tr("Nothing has been sent yet. This is what we would do, and what it costs.");
    case Step::Testing:
        return testingReason(state);
    case Step::Causes:
        return Texts::tr("Every cause with what speaks for it, what speaks against it, and what is not known.");
    case Step::Cure:
        return Texts::tr("Nothing is changed for you. Take what fits, then check whether it helped.");
    case Step::Report:
        return Texts::tr("For somebody who was not there. What you see is what will be saved.");
    }
    return {};
}

QString stepLine(Step step)
{
    return Texts::tr("Step %1 of %2: %3").arg(static_cast<int>(step) + 1).arg(StepCount).arg(stepName(step));
}

} // namespace doctor::ui

// SPDX-License-Identifier: GPL-3.0-or-later
// Built anew for each cause: the parts differ, and a page is shown far less often than it is read. What lies below the
// first screen is built after it was painted.
#include "ui/results/cause_details.h"

#include "app/core/model/names.h"
#include "app/figures/figure.h"
#include "app/knowledge/template_values.h"
#include "ui/charts/figure_view.h"
#include "ui/charts/marks.h"
#include "ui/results/cause_markdown.h"
#include "ui/results/coverage.h"
#include "ui/widgets/card.h"
#include "ui/widgets/markdown_view.h"
#include "ui/widgets/part_by_part.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/words.h"

#include <QApplication>
#include <QGridLayout>
#include <QPushButton>
#include <QScrollBar>
#include <QVBoxLayout>
#include <cmath>

namespace doctor::ui
{

struct CauseDetails::Context {
    const core::Session& session;
    std::shared_ptr<const knowledge::Knowledge> knowledge;
    const core::RankedCause& cause;
};

namespace
{

const auto NoFault = QStringLiteral("no-fault-found");
const auto SomethingElse = QStringLiteral("something-else");

QString sourceInWords(const QString& source, const knowledge::Knowledge& knowledge)
{
    const auto parsed = core::fromWord<core::Source>(source);
    if (!parsed)
        return source;
    switch (parsed->kind) {
    case core::SourceKind::User:
        return CauseDetails::tr("You told us");
    case core::SourceKind::Test:
        return CauseDetails::tr("Test: %1", "%1 title of a test").arg(words::testTitle(parsed->id, knowledge));
    case core::SourceKind::Capture:
        return CauseDetails::tr("Capture: %1", "%1 file name").arg(parsed->id);
    case core::SourceKind::Log:
        return CauseDetails::tr("Log: %1", "%1 file name").arg(parsed->id);
    case core::SourceKind::Computer:
        return CauseDetails::tr("This computer");
    }
    return source;
}

/// Decibans as a factor that people can picture.
QString weightInWords(double decibans)
{
    const double factor = std::pow(10.0, std::abs(decibans) / 10);
    if (factor < 1.15)
        return CauseDetails::tr("hardly changes the odds");
    const QString number = factor >= 1000 ? CauseDetails::tr("over 1,000", "a factor that is larger than a thousand")
                           : factor < 9.5 ? QLocale().toString(factor, 'f', 1)
                                          : QLocale().toString(std::lround(factor));
    return decibans > 0 ? CauseDetails::tr("makes this cause %1 times likelier", "%1 is a factor").arg(number)
                        : CauseDetails::tr("makes this cause %1 times less likely", "%1 is a factor").arg(number);
}

} // namespace

CauseDetails::CauseDetails(QWidget* parent) : QScrollArea(parent), m_parts(new PartByPart(this))
{
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setAutoFillBackground(false);
}

void CauseDetails::show(const core::Session& session, std::shared_ptr<const knowledge::Knowledge> knowledge, int index)
{
    setAccessibleName(tr("Details of the cause"));
    auto* page = new QWidget;
    page->setAutoFillBackground(false);
    m_layout = new QVBoxLayout(page);
    m_layout->setContentsMargins(12, 4, 12, 12);
    m_layout->setSpacing(6);
    const auto& causes = session.diagnosis.causes;
    const bool any = knowledge && index >= 0 && index < static_cast<int>(causes.size());
    const QString id = any ? causes[static_cast<size_t>(index)].id : QString();
    const int place = id == m_shown ? verticalScrollBar()->value() : 0;
    m_shown = id;
    std::vector<PartByPart::Part> parts;
    if (any) {
        const Context context{session, knowledge, causes[static_cast<size_t>(index)]};
        parts.emplace_back([this, &context] { addFindings(context); });
        parts.emplace_back([this, cause = context.cause, knowledge] { addWeighing(cause, *knowledge); });
        parts.emplace_back(
            [this, id, values = knowledge::templateValues(session.target, session.findings, context.cause), knowledge] {
                addExplanation(id, values, knowledge);
                m_layout->addStretch(1);
            });
    }
    setWidget(page);
    m_parts->start(std::move(parts));
    if (place > 0) {
        m_parts->finish();
        page->adjustSize(); // the place to go back to exists only once the page has its height
    }
    verticalScrollBar()->setValue(place);
}

/// What the eye should land on: fits the first screen mostly.
void CauseDetails::addFindings(const Context& context)
{
    addHeader(context);
    if (context.cause.id == NoFault || context.cause.id == SomethingElse)
        addWithoutCulprit(context);
    addEvidence(tr("Evidence for"), context.cause.evidenceFor, tr("Nothing that was seen speaks for it."), context);
    addEvidence(tr("Evidence against"), context.cause.evidenceAgainst, tr("Nothing that was seen speaks against it."),
                context);
    if (context.cause.id != NoFault) // there the list of tests above says it
        addMissing(context);
    addNextTest(context);
}

void CauseDetails::addWeighing(const core::RankedCause& cause, const knowledge::Knowledge& knowledge)
{
    auto* card = new Card(Card::Kind::Plain);
    auto* figure = new FigureView(card);
    figure->setFigure(figures::evidence(cause, knowledge));
    auto* inside = new QVBoxLayout(card);
    inside->addWidget(figure);
    m_layout->addSpacing(6);
    m_layout->addWidget(card);
}

QWidget* CauseDetails::evidenceRow(const core::Evidence& evidence, bool supports, const Context& context)
{
    auto* row = new QWidget;
    auto* grid = new QGridLayout(row);
    grid->setContentsMargins(0, 0, 0, 4);
    grid->setVerticalSpacing(0);
    auto* picture = new QLabel(row);
    const int side = row->fontMetrics().height();
    const auto mark = supports ? figures::Mark::For : figures::Mark::Against;
    picture->setPixmap(QPixmap::fromImage(
        marks::image(mark, Theme::colours(QApplication::palette()), side, row->devicePixelRatioF())));
    picture->setAlignment(Qt::AlignTop);
    auto* text = new TextLabel(TextLabel::Role::Body, row);
    text->setText(evidence.text);
    auto* weight = new TextLabel(TextLabel::Role::Quiet, row);
    weight->setText(tr("%1; %2", "%1 where it was seen, %2 how much it weighs")
                        .arg(sourceInWords(evidence.source, *context.knowledge), weightInWords(evidence.decibans)));
    grid->addWidget(picture, 0, 0);
    grid->addWidget(text, 0, 1);
    grid->addWidget(weight, 1, 1);
    grid->setColumnStretch(1, 1);
    const auto source = core::fromWord<core::Source>(evidence.source);
    if (source && source->kind == core::SourceKind::Test && !evidence.attempts.empty()) {
        auto* jump =
            new QPushButton(tr("Show %n attempt(s)", nullptr, static_cast<int>(evidence.attempts.size())), row);
        jump->setObjectName(QStringLiteral("showAttempts"));
        jump->setAutoDefault(false);
        jump->setAccessibleName(tr("Show the attempts: %1", "%1 what they showed").arg(evidence.text));
        connect(jump, &QPushButton::clicked, this,
                [this, test = source->id, first = evidence.attempts.front()] { Q_EMIT attemptRequested(test, first); });
        grid->addWidget(jump, 0, 2, 2, 1, Qt::AlignVCenter);
    }
    return row;
}

void CauseDetails::addWithoutCulprit(const Context& context)
{
    const bool nothing = context.cause.id == NoFault;
    auto* card = new Card;
    auto* layout = new QHBoxLayout(card);
    layout->setContentsMargins(12, 8, 12, 8);
    auto* text = new TextLabel(TextLabel::Role::Body, card);
    text->setText(nothing ? tr("That is no proof that all is well: the fault may need more time, more load or its own "
                               "moment. Longer tests reach further; nothing is covered that is not listed below.")
                          : tr("What was seen fits no known cause well enough to name one. Longer tests may tell more; "
                               "what only the other side can see is asked for on the next page."));
    auto* longer = new QPushButton(tr("Run longer tests…"), card);
    longer->setObjectName(QStringLiteral("runLonger"));
    longer->setAutoDefault(false);
    longer->setAccessibleDescription(text->text());
    auto* buttons = new QVBoxLayout;
    buttons->addWidget(longer);
    connect(longer, &QPushButton::clicked, this, &CauseDetails::runLongerRequested);
    if (!context.session.practice) { // that server ends with the program
        auto* watch = new QPushButton(tr("Watch for it…"), card);
        watch->setObjectName(QStringLiteral("watchForIt"));
        watch->setAutoDefault(false);
        watch->setAccessibleDescription(tr("Repeats a small exchange and tells you when it fails"));
        buttons->addWidget(watch);
        connect(watch, &QPushButton::clicked, this, &CauseDetails::watchRequested);
    }
    layout->addWidget(text, 1);
    layout->addLayout(buttons);
    m_layout->addWidget(card);
    m_layout->addWidget(new Coverage(context.session, *context.knowledge));
}

void CauseDetails::addSection(const QString& title)
{
    auto* label = new TextLabel(TextLabel::Role::Section);
    label->setText(title);
    m_layout->addSpacing(4);
    m_layout->addWidget(label);
}

void CauseDetails::addHeader(const Context& context)
{
    auto* title = new TextLabel(TextLabel::Role::Title);
    title->setText(context.cause.title);
    m_layout->addWidget(title);
    QStringList facts{words::capitalised(words::likelihood(context.cause.probability, *context.knowledge))};
    const QString counted = words::counted(context.session, context.cause);
    if (!counted.isEmpty())
        facts.append(counted);
    const QString family = QStringLiteral("family.") + context.cause.family;
    if (context.knowledge->hasText(family))
        facts.append(context.knowledge->text(family));
    auto* line = new TextLabel(TextLabel::Role::Quiet);
    line->setText(facts.join(QStringLiteral(" · ")));
    m_layout->addWidget(line);
    if (!context.knowledge->cause(context.cause.id) && !context.knowledge->causes().empty()) {
        auto* stranger = new TextLabel(TextLabel::Role::Body);
        stranger->setObjectName(QStringLiteral("unknownCause"));
        stranger->setText(tr("This cause comes from another version of Connection Doctor; this one does not know it."));
        m_layout->addWidget(stranger);
    }
}

void CauseDetails::addEvidence(const QString& title, const std::vector<core::Evidence>& evidence, const QString& none,
                               const Context& context)
{
    addSection(title);
    if (evidence.empty()) {
        auto* nothing = new TextLabel(TextLabel::Role::Quiet);
        nothing->setText(none);
        m_layout->addWidget(nothing);
    }
    const bool supports = &evidence == &context.cause.evidenceFor;
    for (const core::Evidence& one : evidence)
        m_layout->addWidget(evidenceRow(one, supports, context));
}

void CauseDetails::addMissing(const Context& context)
{
    addSection(tr("Not tested"));
    auto* text = new TextLabel(TextLabel::Role::Body);
    QStringList lines;
    for (const core::MissingEvidence& missing : context.cause.evidenceMissing)
        lines.append(missing.text);
    text->setText(lines.isEmpty() ? tr("Every question that bears on it has an answer.")
                                  : lines.join(QLatin1Char('\n')));
    m_layout->addWidget(text);
}

void CauseDetails::addNextTest(const Context& context)
{
    const auto& next = context.session.diagnosis.nextTest;
    if (!next)
        return;
    auto* card = new Card;
    auto* layout = new QHBoxLayout(card);
    layout->setContentsMargins(12, 8, 12, 8);
    auto* texts = new QVBoxLayout;
    auto* title = new TextLabel(TextLabel::Role::Section, card);
    title->setText(tr("What would settle it"));
    auto* why = new TextLabel(TextLabel::Role::Body, card);
    why->setText(tr("%1: %2", "%1 title of a test, %2 a sentence why it helps")
                     .arg(words::testTitle(next->id, *context.knowledge), next->why));
    auto* cost = new TextLabel(TextLabel::Role::Quiet, card);
    const bool forPeople = knowledge::isForPeople(*context.knowledge, next->id);
    cost->setText((forPeople ? tr("Takes %1. Then diagnose again with what you found.",
                                  "%1 is a duration such as: about 25 seconds; the step is the user's own")
                             : tr("Takes %1.", "%1 is a duration such as: about 25 seconds"))
                      .arg(words::duration(next->seconds)));
    texts->addWidget(title);
    texts->addWidget(why);
    texts->addWidget(cost);
    layout->addLayout(texts, 1);
    if (!forPeople) {
        auto* run = new QPushButton(tr("Run this test"), card);
        run->setObjectName(QStringLiteral("runThisTest"));
        run->setAutoDefault(false);
        run->setAccessibleDescription(why->text());
        layout->addWidget(run);
        connect(run, &QPushButton::clicked, this, [this, id = next->id] { Q_EMIT runTestRequested(id); });
    }
    m_layout->addSpacing(4);
    m_layout->addWidget(card);
}

void CauseDetails::addExplanation(const QString& causeId, const QJsonObject& values,
                                  const std::shared_ptr<const knowledge::Knowledge>& knowledge)
{
    if (!knowledge->page(causeId))
        return;
    const auto add = [this](const QString& name, const QString& markdown) {
        auto* view = new MarkdownView(MarkdownView::Mode::Fit);
        view->setAccessibleName(name);
        view->setMarkdownText(markdown);
        connect(view, &MarkdownView::innerLinkActivated, this, &CauseDetails::linkActivated);
        m_layout->addWidget(view);
        return view;
    };
    add(tr("What happens, and how to make sure"), causeEssentials(*knowledge, causeId, values, Fixes::Left));
    auto* button = new QPushButton(tr("More: the wire, special forms, what to ask, prevention, sources"));
    button->setObjectName(QStringLiteral("moreAboutCause"));
    button->setCheckable(true);
    button->setAutoDefault(false);
    m_layout->addWidget(button, 0, Qt::AlignLeft);
    auto* view = add(tr("More about this cause"), QString());
    view->hide();
    // Filled when first wanted: it is long, and few read it.
    connect(button, &QPushButton::toggled, view, [view, values, causeId, knowledge](bool wanted) {
        if (wanted && view->document()->isEmpty())
            view->setMarkdownText(causeMore(*knowledge, causeId, values, Fixes::Left));
        view->setVisible(wanted);
    });
}

} // namespace doctor::ui

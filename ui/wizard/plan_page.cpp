// SPDX-License-Identifier: GPL-3.0-or-later
// Plans anew at each choice; starting is the wizard's business.
#include "ui/wizard/plan_page.h"

#include "ui/models/plan_table_model.h"
#include "ui/widgets/card.h"
#include "ui/widgets/limit_box.h"
#include "ui/widgets/text_label.h"
#include "ui/wizard/caution.h"
#include "ui/wizard/field_message.h"

#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QSignalBlocker>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace doctor::ui
{

namespace
{

struct Preset {
    PlanPage::Thoroughness choice;
    double seconds;
    int connections;
    bool heavy;
};
constexpr Preset Presets[] = {{PlanPage::Thoroughness::Quick, 60, 40, false},
                              {PlanPage::Thoroughness::Standard, 300, 40, false},
                              {PlanPage::Thoroughness::LongIdle, 2100, 200, true}};

/// A test that no tick can bring back shows its box and name greyed; the row still says why.
class TickDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        if (index.flags().testFlag(Qt::ItemIsUserCheckable))
            return;
        option->state.setFlag(QStyle::State_Enabled, false);
        // The name is still there to be read, so only as pale as a hint.
        option->palette.setColor(QPalette::Disabled, QPalette::Text,
                                 option->palette.color(QPalette::Active, QPalette::PlaceholderText));
    }
};

constexpr double PracticeSeconds = 120;

} // namespace

PlanPage::PlanPage(QWidget* parent) : InputPage(parent)
{
    build();
    for (const Thoroughness choice :
         {Thoroughness::Quick, Thoroughness::Standard, Thoroughness::LongIdle, Thoroughness::Custom})
        m_thoroughness->addItem(QString(), static_cast<int>(choice));
    retranslate();
    connect(m_table->horizontalHeader(), &QHeaderView::sectionResized, this,
            [this] { QTimer::singleShot(0, this, &PlanPage::fitTable); });
    connect(m_thoroughness, &QComboBox::activated, this, [this] {
        apply();
        if (thoroughness() != Thoroughness::Custom)
            m_request.skipTests.clear(); // a preset is a whole: leaving tests out is a choice of one's own
        showLimits();
        replan();
        Q_EMIT edited();
    });
    connect(m_model, &PlanTableModel::testToggled, this, [this](const QString& id, bool wanted) {
        m_request.skipTests.removeAll(id);
        if (!wanted)
            m_request.skipTests.append(id);
        choose(Thoroughness::Custom);
        replan();
        Q_EMIT edited();
    });
    connect(m_permission, &QCheckBox::toggled, this, [this](bool given) {
        m_permittedTarget = given ? core::displayName(m_request.target) : QString();
        if (given)
            m_permissionMessage->clear();
    });
}

void PlanPage::build()
{
    m_thoroughness = new QComboBox(this);
    m_thoroughnessLabel = new QLabel(this);
    m_thoroughnessLabel->setBuddy(m_thoroughness);
    buildLimits();
    m_heldDown = new TextLabel(TextLabel::Role::Quiet, this);
    m_heldDown->setObjectName(QStringLiteral("heldDown"));
    m_heldDown->hide();
    m_summary = new QLabel(this);
    m_summary->setWordWrap(true);
    m_model = new PlanTableModel(this);
    m_table = new QTableView(this);
    m_table->setModel(m_model);
    m_table->setItemDelegateForColumn(PlanTableModel::Title, new TickDelegate(m_table));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setTabKeyNavigation(false);
    m_table->setShowGrid(false);
    m_table->setAlternatingRowColors(true);
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionResizeMode(PlanTableModel::Question, QHeaderView::Stretch);
    m_tableLabel = new QLabel(this);
    m_tableLabel->setBuddy(m_table);
    m_tableMessage = new FieldMessage(m_table, this);
    m_things = new Card(Card::Kind::Plain, this);
    m_thingsTitle = new TextLabel(TextLabel::Role::Section, m_things);
    m_thingsText = new TextLabel(TextLabel::Role::Body, m_things);
    auto* things = new QVBoxLayout(m_things);
    things->setSpacing(fontMetrics().height() / 4);
    things->addWidget(m_thingsTitle);
    things->addWidget(m_thingsText);
    m_permission = new QCheckBox(this);
    m_permissionMessage = new FieldMessage(m_permission, this);

    auto* choice = new QHBoxLayout;
    choice->addWidget(m_thoroughnessLabel);
    choice->addWidget(m_thoroughness);
    choice->addSpacing(fontMetrics().averageCharWidth() * 2);
    choice->addWidget(m_summary, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(choice);
    layout->addWidget(m_limits);
    layout->addWidget(m_limitsMessage);
    layout->addWidget(m_heldDown);
    layout->addWidget(m_tableLabel);
    layout->addWidget(m_table, 100); // takes what it needs; the rest stays below everything
    layout->addWidget(m_tableMessage);
    layout->addSpacing(fontMetrics().height() / 3);
    layout->addWidget(m_things);
    layout->addWidget(m_permission, 0, Qt::AlignLeft);
    layout->addWidget(m_permissionMessage);
    layout->addStretch(1);
    m_tableMessage->hide();
    m_permissionMessage->hide();
}

void PlanPage::buildLimits()
{
    m_limits = new QWidget(this);
    m_minutes = new LimitBox(m_limits);
    m_connections = new LimitBox(m_limits);
    m_heavy = new QCheckBox(m_limits);
    m_minutesLabel = new QLabel(m_limits);
    m_minutesLabel->setBuddy(m_minutes);
    m_connectionsLabel = new QLabel(m_limits);
    m_connectionsLabel->setBuddy(m_connections);
    const int gap = fontMetrics().averageCharWidth() * 2;
    auto* row = new QHBoxLayout(m_limits);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_minutesLabel);
    row->addWidget(m_minutes);
    row->addSpacing(gap);
    row->addWidget(m_connectionsLabel);
    row->addWidget(m_connections);
    row->addSpacing(gap);
    row->addWidget(m_heavy);
    row->addStretch(1);
    m_limits->hide();
    m_limitsMessage = new FieldMessage(nullptr, this);
    m_limitsMessage->hide();
    setLimits(m_most);
    for (LimitBox* box : {m_minutes, m_connections}) {
        connect(box, &LimitBox::valueChanged, this, &PlanPage::takeLimits);
        connect(box, &LimitBox::touched, this, [this, box] {
            m_limitsMessage->hide();
            box->setAccessibleDescription({});
        });
        connect(box, &LimitBox::outsideTyped, this, [this, box] { tellOutside(box); });
    }
    connect(m_heavy, &QCheckBox::toggled, this, &PlanPage::takeLimits);
}

void PlanPage::setLimits(const store::Settings::Limits& limits)
{
    m_most = limits;
    {
        const QSignalBlocker quietMinutes(m_minutes);
        const QSignalBlocker quietConnections(m_connections);
        m_minutes->setRange(1, limits.minutes);
        m_connections->setRange(store::Settings::FewestConnections, limits.connections);
    }
    if (m_request.target.host.isEmpty())
        return;
    apply();
    showLimits();
    replan();
}

void PlanPage::apply()
{
    applyThoroughness(m_request, thoroughness(), m_most);
}

void PlanPage::tellOutside(LimitBox* box)
{
    const QString least = QLocale().toString(static_cast<int>(box->minimum()));
    const QString most = QLocale().toString(static_cast<int>(box->maximum()));
    m_limitsMessage->setVisible(true);
    m_limitsMessage->showProblem(
        box == m_minutes ? tr("The settings allow %1 to %2 minutes; the nearest is used.").arg(least, most)
                         : tr("The settings allow %1 to %2 connections; the nearest is used.").arg(least, most));
    box->setAccessibleDescription(m_limitsMessage->text());
}

void PlanPage::takeLimits()
{
    m_request.maxDurationSeconds = m_minutes->value() * 60.0;
    m_request.maxConnections = static_cast<int>(m_connections->value());
    m_request.neverMoreConnections = m_request.maxConnections;
    m_request.thorough = m_heavy->isChecked();
    replan();
    Q_EMIT edited();
}

void PlanPage::showLimits()
{
    const QSignalBlocker quietMinutes(m_minutes);
    const QSignalBlocker quietConnections(m_connections);
    const QSignalBlocker quietHeavy(m_heavy);
    m_minutes->setValue(static_cast<int>(std::ceil(m_request.maxDurationSeconds / 60)));
    m_connections->setValue(m_request.maxConnections);
    m_heavy->setChecked(m_request.thorough);
    m_limits->setVisible(thoroughness() == Thoroughness::Custom);
    m_limitsMessage->hide();
}

void PlanPage::choose(Thoroughness choice)
{
    m_thoroughness->setCurrentIndex(m_thoroughness->findData(static_cast<int>(choice)));
    showLimits();
}

PlanPage::Thoroughness PlanPage::thoroughness() const
{
    return static_cast<Thoroughness>(m_thoroughness->currentData().toInt());
}

PlanPage::Thoroughness PlanPage::preset(store::Thoroughness choice)
{
    switch (choice) {
    case store::Thoroughness::Quick:
        return Thoroughness::Quick;
    case store::Thoroughness::LongIdle:
        return Thoroughness::LongIdle;
    case store::Thoroughness::Standard:
        break;
    }
    return Thoroughness::Standard;
}

void PlanPage::applyThoroughness(engine::RunRequest& request, Thoroughness choice,
                                 const store::Settings::Limits& limits)
{
    const auto* preset =
        std::find_if(std::begin(Presets), std::end(Presets), [choice](const Preset& p) { return p.choice == choice; });
    if (preset != std::end(Presets)) {
        // The practice server's limits are a few seconds long: nothing is learned by waiting longer for them.
        request.maxDurationSeconds = request.practice ? qMin(preset->seconds, PracticeSeconds) : preset->seconds;
        request.maxConnections = preset->connections;
        request.thorough = preset->heavy;
    }
    request.maxDurationSeconds = qMin(request.maxDurationSeconds, limits.minutes * 60.0);
    request.maxConnections = qMin(request.maxConnections, limits.connections);
    // Who writes a number of connections means it; a preset's grows with what heavy tests need.
    request.neverMoreConnections = choice == Thoroughness::Custom ? request.maxConnections : limits.connections;
    request.connectionsPerSecond = limits.perSecond;
}

bool PlanPage::isHeldDown() const
{
    if (m_most == store::Settings::Limits{})
        return false;
    if (m_most.perSecond < store::Settings::FastestPace)
        return true;
    engine::RunRequest free = m_request;
    applyThoroughness(free, thoroughness(), store::Settings::Limits{});
    const int wanted = engine::makePlan(free, *m_knowledge).connections;
    return m_request.maxDurationSeconds < free.maxDurationSeconds || m_request.maxConnections < free.maxConnections ||
           wanted > m_most.connections;
}

void PlanPage::setKnowledge(KnowledgePtr knowledge)
{
    m_knowledge = std::move(knowledge);
    if (!m_request.target.host.isEmpty())
        replan();
}

void PlanPage::setRequest(const engine::RunRequest& request)
{
    m_request = request;
    const auto fits = std::find_if(std::begin(Presets), std::end(Presets), [this, &request](const Preset& p) {
        engine::RunRequest preset = request;
        applyThoroughness(preset, p.choice, m_most);
        return preset == request;
    });
    choose(fits == std::end(Presets) || !request.skipTests.isEmpty() ? Thoroughness::Custom : fits->choice);
}

void PlanPage::enter(const engine::RunRequest& request)
{
    // The answers of the steps before, and what was chosen here.
    const engine::RunRequest here = m_request;
    m_request = request;
    m_request.skipTests = here.skipTests;
    m_request.maxDurationSeconds = here.maxDurationSeconds;
    m_request.maxConnections = here.maxConnections;
    m_request.thorough = here.thorough;
    apply();
    showLimits();
    replan();
}

void PlanPage::replan()
{
    if (!m_knowledge)
        return;
    m_model->setPlan(engine::makePlan(m_request, *m_knowledge), m_knowledge);
    fitTable();
    if (!m_table->currentIndex().isValid() && m_model->rowCount() > 0)
        m_table->setCurrentIndex(m_model->index(0, 0));
    m_tableMessage->clear();
    m_tableMessage->hide();
    showSummary();
    showPermission();
}

void PlanPage::fitTable()
{
    m_table->resizeRowsToContents();
    int height = m_table->horizontalHeader()->sizeHint().height() + 2 * m_table->frameWidth();
    for (int row = 0; row < m_model->rowCount(); ++row)
        height += m_table->rowHeight(row);
    m_table->setMaximumHeight(height);
}

void PlanPage::showSummary()
{
    const engine::Plan& plan = m_model->plan();
    const auto chosen = std::count_if(plan.tests.begin(), plan.tests.end(), [](const auto& t) { return t.selected; });
    const QString tests = tr("%n test(s)", nullptr, static_cast<int>(chosen));
    const QString connections = tr("up to %n connection(s)", nullptr, plan.connections);
    m_heldDown->setVisible(isHeldDown());
    m_summary->setText(tr("%1, %2, %3, about %4 a second", "tests, duration, connections, rate")
                           .arg(tests, PlanTableModel::durationText(plan.seconds), connections,
                                QLocale().toString(m_request.connectionsPerSecond)));
}

void PlanPage::showPermission()
{
    const bool asked = needsPermission(m_request, m_model->plan());
    m_permission->setVisible(asked);
    m_permission->setText(tr("&I may test %1").arg(core::displayName(m_request.target)));
    m_permission->setChecked(m_permittedTarget == core::displayName(m_request.target));
    if (!asked)
        m_permissionMessage->hide();
}

bool PlanPage::submit(engine::RunRequest& request)
{
    const auto& tests = m_model->plan().tests;
    if (std::none_of(tests.begin(), tests.end(), [](const auto& t) { return t.selected; })) {
        m_tableMessage->setVisible(true);
        m_tableMessage->showProblem(tr("Tick at least one test."));
        m_table->setFocus(Qt::OtherFocusReason);
        return false;
    }
    if (needsPermission(m_request, m_model->plan()) && !m_permission->isChecked()) {
        m_permissionMessage->setVisible(true);
        m_permissionMessage->showProblem(
            tr("Tick this box if you run this service or its owner has agreed; else choose another service."));
        m_permission->setFocus(Qt::OtherFocusReason);
        return false;
    }
    request.maxDurationSeconds = m_request.maxDurationSeconds;
    request.maxConnections = m_request.maxConnections;
    request.neverMoreConnections = m_request.neverMoreConnections;
    request.connectionsPerSecond = m_request.connectionsPerSecond;
    request.thorough = m_request.thorough;
    request.skipTests = m_request.skipTests;
    request.onlyTests.clear();
    return true;
}

QWidget* PlanPage::firstField() const
{
    return m_thoroughness;
}

void PlanPage::setThingsToKnowVisible(bool visible)
{
    m_things->setVisible(visible);
}

void PlanPage::retranslate()
{
    m_thoroughnessLabel->setText(tr("Th&oroughness:"));
    m_thoroughness->setItemText(0, tr("Quick (about 1 minute)"));
    m_thoroughness->setItemText(1, tr("Standard (up to 5 minutes)"));
    m_thoroughness->setItemText(2, tr("Long idle (up to 35 minutes)"));
    m_thoroughness->setItemText(3, tr("Custom"));
    m_minutesLabel->setText(tr("&Minutes at most:"));
    m_connectionsLabel->setText(tr("&Connections at most:"));
    m_heavy->setText(tr("Heav&y tests too"));
    m_heldDown->setText(tr("The limits in your settings leave less than this plan would take."));
    m_tableLabel->setText(tr("Planned tests:"));
    m_table->setAccessibleName(tr("Planned tests"));
    m_thingsTitle->setText(tr("Things to know"));
    m_thingsText->setText(tr("•  The tests open connections to the service and send harmless requests.\n"
                             "•  Nothing else leaves this computer; the results stay here.\n"
                             "•  Test only what you run yourself or may test."));
    if (m_knowledge && !m_request.target.host.isEmpty())
        replan();
}

void PlanPage::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    InputPage::changeEvent(event);
}

} // namespace doctor::ui

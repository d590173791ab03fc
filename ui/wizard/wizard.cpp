// SPDX-License-Identifier: GPL-3.0-or-later
// Leads through the steps and passes wishes to the controller.
#include "ui/wizard/wizard.h"

#include "ui/export/report_page.h"
#include "ui/results/fix_page.h"
#include "ui/results/result_page.h"
#include "ui/run/run_page.h"
#include "ui/shell/app_context.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/text_label.h"
#include "ui/wizard/noticed_page.h"
#include "ui/wizard/page_accessible.h"
#include "ui/wizard/plan_page.h"
#include "ui/wizard/service_page.h"
#include "ui/wizard/step_list.h"
#include "ui/wizard/symptom_page.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>

namespace doctor::ui
{

namespace
{

constexpr int SideListFromWidth = 1000;

engine::RunRequest requestOf(const core::Session& session, const store::Settings::Limits& limits)
{
    engine::RunRequest request;
    PlanPage::applyThoroughness(request, PlanPage::Thoroughness::Standard, limits);
    request.target = session.target;
    request.symptoms = session.symptoms;
    request.errorText = session.errorText;
    request.practice = session.practice;
    request.practiceFault = session.practiceFault;
    request.target.addresses.clear(); // looked up anew by each run
    if (!request.symptoms.contains(QStringLiteral("when")))
        request.symptoms.insert(QStringLiteral("when"), QStringLiteral("unknown"));
    return request;
}

} // namespace

Wizard::Wizard(AppContext& context, QWidget* parent) : QWidget(parent), m_context(context)
{
    describePagesToAssistiveTools();
    build();
    connectPages();
    reloadKnowledge();
    begin(engine::RunRequest{});
    connect(&m_context, &AppContext::knowledgeChanged, this, &Wizard::reloadKnowledge);
    connect(&m_context, &AppContext::settingsChanged, this, &Wizard::followSettings);
    connect(&m_context.controller(), &engine::SessionController::snapshotChanged, this, &Wizard::takeSnapshot);
    connect(&m_context.controller(), &engine::SessionController::waitingStarted, this, [this](quint64 runId) {
        if (std::exchange(m_waiting, false))
            follow(runId);
    });
    retranslate();
}

Wizard::~Wizard() = default;

void Wizard::build()
{
    m_steps = new StepList(this);
    m_stepLine = new TextLabel(TextLabel::Role::Quiet, this);
    m_title = new TextLabel(TextLabel::Role::Title, this);
    m_reason = new TextLabel(TextLabel::Role::Quiet, this);
    m_banner = new Banner(this);
    m_banner->setObjectName(QStringLiteral("stepBanner"));
    m_stack = new QStackedWidget(this);
    buildPages();
    m_back = new QPushButton(this);
    m_next = new QPushButton(this);
    m_third = new QPushButton(this);
    m_back->setObjectName(QStringLiteral("back"));
    m_next->setObjectName(QStringLiteral("next"));
    m_third->setObjectName(QStringLiteral("third"));
    for (QPushButton* button : {m_back, m_next, m_third})
        button->setAutoDefault(true);
    QSizePolicy keep = m_back->sizePolicy();
    keep.setRetainSizeWhenHidden(true);
    m_back->setSizePolicy(keep);

    const int gap = fontMetrics().height();
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(gap / 2);
    buttons->addStretch(1);
    buttons->addWidget(m_back);
    buttons->addWidget(m_next);
    buttons->addSpacing(gap / 2);
    buttons->addWidget(m_third);
    auto* content = m_content = new QVBoxLayout;
    content->setContentsMargins(gap * 3 / 2, gap, gap * 3 / 2, gap);
    content->setSpacing(gap / 3);
    content->addWidget(m_stepLine);
    content->addWidget(m_title);
    content->addWidget(m_reason);
    content->addWidget(m_banner);
    content->addSpacing(gap / 2);
    content->addWidget(m_stack, 1);
    content->addSpacing(gap / 2);
    content->addLayout(buttons);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_steps);
    layout->addLayout(content, 1);
}

void Wizard::buildPages()
{
    m_service = new ServicePage(m_stack);
    m_plan = new PlanPage(m_stack);
    auto* symptoms = new SymptomPage(m_stack);
    connect(symptoms, &SymptomPage::importRequested, this, &Wizard::importRequested);
    m_inputs = {symptoms, m_service, new NoticedPage(m_stack), m_plan};
    m_run = new RunPage(m_stack);
    m_result = new ResultPage(m_stack);
    m_fix = new FixPage(m_stack);
    m_report = new ReportPage(m_stack);
    for (InputPage* page : m_inputs)
        m_stack->addWidget(page);
    for (QWidget* page : {static_cast<QWidget*>(m_run), static_cast<QWidget*>(m_result), static_cast<QWidget*>(m_fix),
                          static_cast<QWidget*>(m_report)}) {
        if (QLayout* layout = page->layout())
            layout->setContentsMargins(0, 0, 0, 0); // the step's own margins are the same for all
        m_stack->addWidget(page);
    }
}

void Wizard::connectPages()
{
    connect(m_back, &QPushButton::clicked, this, &Wizard::back);
    connect(m_next, &QPushButton::clicked, this, &Wizard::next);
    connect(m_third, &QPushButton::clicked, this, &Wizard::third);
    connect(m_steps, &StepList::stepChosen, this, &Wizard::jumpTo);
    connect(m_run, &RunPage::skipRequested, this, &Wizard::skipTest);
    connect(m_run, &RunPage::pauseRequested, this, &Wizard::pause);
    connect(m_run, &RunPage::resumeRequested, this, &Wizard::resume);
    connect(m_run, &RunPage::stopRequested, this, &Wizard::stop);
    connect(m_service, &ServicePage::practiceRequested, this, [this](const QString& fault) {
        if (startPractice(fault))
            goTo(Step::Service);
    });
    connect(m_result, &ResultPage::runTestRequested, this,
            [this](const QString& test) { startMore({test}, false, Follow::StayHere); });
    connect(m_result, &ResultPage::runLongerRequested, this, &Wizard::runLonger);
    connect(m_result, &ResultPage::watchRequested, this, &Wizard::watch);
    connect(m_banner, &Banner::actionRequested, this, [this] {
        if (m_waiting)
            stopWaiting();
        else if (isUnderWay())
            stop();
        else if (m_before && m_session)
            Q_EMIT compareRequested({*m_before, *m_session});
    });
    connect(m_result, &ResultPage::runRemainingRequested, this,
            [this](const QStringList& tests) { startMore(tests, false); });
    connect(m_fix, &FixPage::checkFixedRequested, this, [this](const QStringList& tests) { startMore(tests, true); });
    connect(m_report, &ReportPage::defaultsChanged, this,
            [this](const store::Settings::Reports& reports) { m_context.setReports(reports); });
    for (InputPage* page : m_inputs)
        connect(page, &InputPage::edited, this, [this] {
            m_edited = !m_filling;
            showButtons();
        });
}

InputPage* Wizard::inputPage(Step step) const
{
    const auto index = static_cast<std::size_t>(step);
    return index < m_inputs.size() ? m_inputs[index] : nullptr;
}

QWidget* Wizard::firstField(Step step) const
{
    if (InputPage* page = inputPage(step))
        return page->firstField();
    if (step == Step::Testing)
        return m_run->firstField();
    return m_next;
}

void Wizard::begin(const engine::RunRequest& request)
{
    if (std::exchange(m_waiting, false))
        m_context.controller().dropWaiting();
    m_request = request;
    {
        const QScopedValueRollback filling(m_filling, true);
        m_plan->setLimits(m_context.settings().limits());
        m_report->startOver(m_context.settings().reports());
        for (InputPage* page : m_inputs)
            page->setRequest(m_request);
    }
    m_edited = false;
    m_service->setRecentTargets(m_context.settings().recentTargets());
    m_plan->setThingsToKnowVisible(!m_context.settings().hasSeenThingsToKnow());
    m_session.reset();
    m_packets.reset();
    m_ranWith.reset();
    m_before.reset();
    m_further.clear();
    m_runId = 0;
    m_runState = engine::RunState::Idle;
}

void Wizard::followSettings()
{
    m_plan->setLimits(m_context.settings().limits());
    m_report->follow(m_context.settings().reports());
    showButtons();
}

void Wizard::startNew(const QString& errorText)
{
    m_practice.reset();
    engine::RunRequest request;
    request.errorText = errorText;
    PlanPage::applyThoroughness(request, PlanPage::preset(m_context.settings().thoroughness()),
                                m_context.settings().limits());
    begin(request);
    goTo(Step::Problem);
}

bool Wizard::startPractice(const QString& faultId)
{
    m_practice.reset();
    auto started = engine::PracticeTarget::start(faultId);
    if (!started) {
        m_banner->setMessage(started.error().message);
        return false;
    }
    m_practice = std::move(*started);
    engine::RunRequest request = m_practice->request();
    const auto& faults = engine::practiceFaults();
    const bool heavy = std::any_of(faults.begin(), faults.end(), [&faultId](const engine::PracticeFault& fault) {
        return fault.id == faultId && fault.needsThorough;
    });
    PlanPage::applyThoroughness(request, heavy ? PlanPage::Thoroughness::LongIdle : PlanPage::Thoroughness::Standard,
                                m_context.settings().limits());
    begin(request);
    goTo(Step::Problem);
    return true;
}

void Wizard::openSession(const core::Session& session)
{
    m_practice.reset();
    begin(requestOf(session, m_context.settings().limits()));
    m_ranWith = m_request;
    m_session = session.language == m_context.language()
                    ? session
                    : engine::SessionController::inLanguage(session, *m_context.knowledge());
    m_runState = engine::RunState::Finished;
    sessionChanged();
    goTo(Step::Causes);
}

bool Wizard::isUnderWay() const
{
    return m_runState != engine::RunState::Idle && m_runState != engine::RunState::Finished;
}

bool Wizard::answersChanged() const
{
    return !m_ranWith || m_edited || !(m_request == *m_ranWith);
}

Testing Wizard::testing() const
{
    if (isUnderWay())
        return Testing::UnderWay;
    if (!m_session)
        return Testing::NotYet;
    return m_session->complete ? Testing::Finished : Testing::Stopped;
}

void Wizard::goTo(Step step)
{
    if (InputPage* page = inputPage(step))
        page->enter(m_request);
    if (step != m_step && !isUnderWay())
        m_further.clear(); // its news was seen
    m_step = step;
    showSession();
    m_stack->setCurrentIndex(static_cast<int>(step));
    if (InputPage* page = inputPage(step))
        page->setEnabled(!isUnderWay() && !m_waiting);
    showHeader();
    showButtons();
    showStepBanner();
    refreshSteps();
    if (QWidget* field = firstField(step); field && isVisible())
        (field->isEnabled() ? field : m_next)->setFocus(Qt::OtherFocusReason);
    Q_EMIT titleChanged();
}

void Wizard::jumpTo(Step step)
{
    // Forward past input steps only with their answers taken; the first that has something missing is shown instead.
    for (int i = static_cast<int>(m_step); i < static_cast<int>(step) && !isUnderWay() && !m_waiting; ++i) {
        InputPage* page = inputPage(static_cast<Step>(i));
        if (page && !page->submit(m_request)) {
            step = static_cast<Step>(i);
            break;
        }
    }
    goTo(step);
}

void Wizard::next()
{
    if (m_waiting && m_step == Step::Plan)
        return;
    if (InputPage* page = inputPage(m_step); page && !isUnderWay() && !m_waiting) {
        if (!page->submit(m_request))
            return;
        if (m_step == Step::Plan && (!m_session || answersChanged())) {
            startTests(m_request);
            return;
        }
    }
    if (m_step == Step::Report) {
        Q_EMIT closed();
        return;
    }
    goTo(static_cast<Step>(static_cast<int>(m_step) + 1));
}

void Wizard::back()
{
    if (m_step != Step::Problem)
        goTo(static_cast<Step>(static_cast<int>(m_step) - 1));
}

void Wizard::third()
{
    if (m_step == Step::Report)
        startNew();
    else
        Q_EMIT closed();
}

void Wizard::showMessage(const QString& sentence)
{
    m_banner->setMessage(sentence);
}

void Wizard::addNotice(QWidget* notice)
{
    m_content->insertWidget(m_content->indexOf(m_banner) + 1, notice);
}

void Wizard::showHeader()
{
    const QString title = stepTitle(m_step, testing());
    m_stepLine->setText(stepLine(m_step));
    m_title->setText(title);
    m_reason->setText(stepReason(m_step, testing()));
    QWidget* page = m_stack->currentWidget();
    page->setAccessibleName(title);
    page->setAccessibleDescription(m_reason->text());
}

void Wizard::showButtons()
{
    m_back->setVisible(m_step != Step::Problem);
    m_third->setText(m_session || isUnderWay() ? tr("Close") : tr("Cancel"));
    if (m_step == Step::Report)
        m_third->setText(tr("Ne&w diagnosis"));
    m_third->setEnabled(m_step != Step::Report || !isUnderWay());
    QString next = tr("&Next");
    if (m_step == Step::Plan && !isUnderWay() && (!m_session || answersChanged()))
        next = tr("&Start tests");
    else if (m_step == Step::Testing)
        next = isUnderWay() ? tr("&Results so far") : tr("Show &results");
    else if (m_step == Step::Report)
        next = tr("Close");
    m_next->setText(next);
    const bool nothingThere = !m_session && !isUnderWay();
    m_next->setEnabled(!(m_step == Step::Testing && nothingThere) && !(m_step == Step::Plan && m_waiting));
}

void Wizard::refreshSteps()
{
    m_steps->setStep(m_step);
    const bool noticed = std::any_of(m_request.symptoms.keyBegin(), m_request.symptoms.keyEnd(),
                                     [](const QString& key) { return key != QStringLiteral("when"); });
    m_steps->setSkipped(Step::Signs, m_step > Step::Signs && !noticed);
    for (int i = 0; i < StepCount; ++i) {
        const auto step = static_cast<Step>(i);
        const bool behind = i <= static_cast<int>(m_step);
        m_steps->setReachable(step, behind || m_session.has_value());
    }
}

QString Wizard::service() const
{
    return core::displayName(m_request.target);
}

QString Wizard::pageTitle() const
{
    return stepLine(m_step);
}

void Wizard::reloadKnowledge()
{
    for (InputPage* page : m_inputs)
        page->setKnowledge(m_context.knowledge());
    if (m_session && !isUnderWay()) {
        m_session = engine::SessionController::inLanguage(*m_session, *m_context.knowledge());
        sessionChanged();
    }
}

void Wizard::retranslate()
{
    m_steps->retranslate();
    m_back->setText(tr("&Back"));
    showHeader();
    showButtons();
    showStepBanner();
    // All three keep one width through all their texts, so that nothing moves below the pointer.
    int width = 0;
    for (const QString& text : {tr("&Back"), tr("&Next"), tr("&Start tests"), tr("&Results so far"),
                                tr("Show &results"), tr("Close"), tr("Cancel"), tr("Ne&w diagnosis")})
        width = qMax(width, fontMetrics().horizontalAdvance(text));
    for (QPushButton* button : {m_back, m_next, m_third})
        button->setFixedWidth(width + fontMetrics().averageCharWidth() * 5);
    Q_EMIT titleChanged();
}

void Wizard::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void Wizard::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape) {
        if (m_step == Step::Testing && isUnderWay())
            stop();
        else
            Q_EMIT closed();
    } else if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && inputPage(m_step) &&
               !qobject_cast<QAbstractItemView*>(QApplication::focusWidget())) {
        next();
    } else {
        QWidget::keyPressEvent(event);
    }
}

void Wizard::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    const bool wide = width() > SideListFromWidth;
    m_steps->setVisible(wide);
    m_stepLine->setVisible(!wide);
}

bool Wizard::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::KeyPress || event->type() == QEvent::MouseButtonPress ||
        event->type() == QEvent::Wheel)
        m_sinceInput.restart();
    return QWidget::eventFilter(watched, event);
}

} // namespace doctor::ui

// SPDX-License-Identifier: GPL-3.0-or-later
// Shows snapshots; asks for skip and stop and knows nothing else of the engine.
#include "ui/run/run_page.h"

#include "app/figures/figure.h"
#include "ui/charts/figure_view.h"
#include "ui/models/test_table_model.h"
#include "ui/run/state_delegate.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/words.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QListWidget>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QResizeEvent>
#include <QSplitter>
#include <QTableView>

namespace doctor::ui
{

namespace
{
constexpr int BarSteps = 1000;
constexpr int FigureEveryMs = 200;
constexpr qint64 SpeakEveryMs = 10'000;

bool isUnderWay(engine::RunState state)
{
    return state != engine::RunState::Idle && state != engine::RunState::Finished;
}
} // namespace

RunPage::RunPage(QWidget* parent) : QWidget(parent)
{
    build();
    retranslate();
    m_figureTimer.setSingleShot(true);
    m_figureTimer.setInterval(FigureEveryMs);
    connect(&m_figureTimer, &QTimer::timeout, this, &RunPage::showFigure);
    connect(m_skip, &QPushButton::clicked, this, &RunPage::skipRequested);
    connect(m_pause, &QPushButton::clicked, this, [this] {
        if (m_snapshot.state == engine::RunState::Paused)
            Q_EMIT resumeRequested();
        else
            Q_EMIT pauseRequested();
    });
    connect(m_stop, &QPushButton::clicked, this, &RunPage::stopRequested);
    connect(m_tests->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this] {
        m_userChoseTest = m_tests->hasFocus();
        m_figureTimer.start();
    });
}

RunPage::~RunPage() = default;

void RunPage::build()
{
    m_activity = new QLabel(this);
    m_activity->setWordWrap(true);
    m_slept = new TextLabel(TextLabel::Role::Quiet, this);
    m_slept->setObjectName(QStringLiteral("slept"));
    m_slept->hide();
    m_time = new QLabel(this);
    m_time->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_bar = new QProgressBar(this);
    m_bar->setRange(0, BarSteps);
    m_bar->setTextVisible(false);
    m_skip = new QPushButton(this);
    m_pause = new QPushButton(this);
    m_pause->setObjectName(QStringLiteral("pause"));
    m_stop = new QPushButton(this);
    for (QPushButton* button : {m_skip, m_pause, m_stop})
        button->setAutoDefault(true);

    m_model = new TestTableModel(this);
    m_tests = new QTableView(this);
    m_tests->setObjectName(QStringLiteral("tests"));
    m_tests->setModel(m_model);
    m_tests->setItemDelegateForColumn(TestTableModel::State, new StateDelegate(m_tests));
    m_tests->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_tests->setSelectionMode(QAbstractItemView::SingleSelection);
    m_tests->setTabKeyNavigation(false);
    m_tests->setShowGrid(false);
    m_tests->setWordWrap(false);
    m_tests->verticalHeader()->hide();
    m_tests->horizontalHeader()->setStretchLastSection(true);
    m_tests->horizontalHeader()->setHighlightSections(false);
    m_tests->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    for (const int column : {TestTableModel::Title, TestTableModel::State, TestTableModel::Worked})
        m_tests->horizontalHeader()->setSectionResizeMode(column, QHeaderView::ResizeToContents);
    m_testsLabel = new QLabel(this);
    m_testsLabel->setBuddy(m_tests);
    m_findings = new QListWidget(this);
    m_findings->setWordWrap(true);
    m_findings->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_findings->setAlternatingRowColors(true);
    m_findingsLabel = new QLabel(this);
    m_findingsLabel->setBuddy(m_findings);
    m_figure = new FigureView(this);

    auto* left = new QWidget(this);
    auto* leftLayout = new QVBoxLayout(left);
    leftLayout->setContentsMargins(0, 0, 0, 0);
    leftLayout->addWidget(m_testsLabel);
    leftLayout->addWidget(m_tests, 3);
    leftLayout->addWidget(m_findingsLabel);
    leftLayout->addWidget(m_findings, 2);
    m_splitter = new QSplitter(Qt::Horizontal, this);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(fontMetrics().height());
    m_splitter->addWidget(left);
    m_splitter->addWidget(m_figure);
    connect(m_splitter, &QSplitter::splitterMoved, this, [this] { m_userSplit = true; });

    auto* top = new QHBoxLayout;
    top->addWidget(m_activity, 1);
    top->addWidget(m_time);
    auto* progress = new QHBoxLayout;
    progress->addWidget(m_bar, 1);
    progress->addWidget(m_skip);
    progress->addWidget(m_pause);
    progress->addWidget(m_stop);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(fontMetrics().height() / 2);
    layout->addLayout(top);
    layout->addLayout(progress);
    layout->addWidget(m_slept);
    layout->addWidget(m_splitter, 1);
}

QWidget* RunPage::firstField() const
{
    return m_stop->isEnabled() ? static_cast<QWidget*>(m_stop) : m_tests;
}

void RunPage::setSnapshot(const engine::Snapshot& snapshot, std::shared_ptr<const knowledge::Knowledge> knowledge)
{
    const bool newRun = snapshot.runId != m_snapshot.runId || !m_sinceStart.isValid();
    if (newRun) {
        m_timeLeft.reset();
        m_sinceStart.start();
        m_spokenAtMs = -1;
        m_userChoseTest = false;
    }
    m_snapshot = snapshot;
    m_knowledge = std::move(knowledge);
    showProgress();
    showTests();
    showFindings();
    speakState();
    if (!m_figureTimer.isActive())
        m_figureTimer.start();
}

QString RunPage::activityText() const
{
    const core::Session& session = m_snapshot.session;
    if (m_snapshot.state == engine::RunState::Stopping)
        return tr("Stopping: closing what is still open");
    if (m_snapshot.state == engine::RunState::Paused)
        return tr("Paused: what is open stays open, nothing new is begun");
    if (m_snapshot.state != engine::RunState::Running) {
        const auto done = std::count_if(session.tests.begin(), session.tests.end(),
                                        [](const auto& t) { return t.state == core::TestState::Done; });
        return session.complete ? tr("%n test(s) finished", nullptr, static_cast<int>(done))
                                : tr("Stopped: %1 of %2 tests finished").arg(done).arg(m_model->rowCount());
    }
    if (m_snapshot.runningTest.isEmpty())
        return tr("Choosing the next test");
    if (!m_snapshot.activity.isEmpty() && m_knowledge->hasText(m_snapshot.activity))
        return m_knowledge->text(m_snapshot.activity, m_snapshot.activityValues);
    return m_knowledge->text(QStringLiteral("test.%1.title").arg(m_snapshot.runningTest));
}

void RunPage::showProgress()
{
    const bool underWay = isUnderWay(m_snapshot.state);
    m_activity->setText(activityText());
    const double elapsed = static_cast<double>(m_sinceStart.elapsed()) / 1000;
    m_time->setText(m_snapshot.state == engine::RunState::Running ? m_timeLeft.text(elapsed, m_snapshot.secondsLeft)
                                                                  : QString());
    m_bar->setValue(qBound(0, static_cast<int>(m_snapshot.fraction * BarSteps), BarSteps));
    m_bar->setAccessibleDescription(m_activity->text());
    const bool paused = m_snapshot.state == engine::RunState::Paused;
    const bool running = m_snapshot.state == engine::RunState::Running;
    m_skip->setEnabled(running && !m_snapshot.runningTest.isEmpty());
    m_pause->setEnabled(running || paused);
    m_pause->setText(paused ? tr("Res&ume") : tr("&Pause"));
    m_stop->setEnabled(running || paused);
    for (QWidget* live : {static_cast<QWidget*>(m_bar), static_cast<QWidget*>(m_skip), static_cast<QWidget*>(m_pause),
                          static_cast<QWidget*>(m_stop)})
        live->setVisible(underWay);
    m_slept->setVisible(!m_snapshot.spoiltBySleep.isEmpty());
    if (!m_snapshot.spoiltBySleep.isEmpty()) {
        QStringList titles;
        for (const QString& test : m_snapshot.spoiltBySleep)
            titles.append(words::testTitle(test, *m_knowledge));
        m_slept->setText(tr("This computer slept meanwhile. What was open then counts for nothing and is tested once "
                            "more: %1.",
                            "%1 titles of tests")
                             .arg(QLocale().createSeparatedList(titles)));
    }
    m_findingsLabel->setText(underWay ? tr("Found so far:") : tr("What was found:"));
}

void RunPage::showTests()
{
    m_model->setRows(testRows(m_snapshot.session, m_snapshot.plan, m_snapshot.runningTest, *m_knowledge));
    if (m_userChoseTest || m_snapshot.runningTest.isEmpty())
        return;
    const int row = m_model->rowOf(m_snapshot.runningTest);
    if (row >= 0 && row != m_tests->currentIndex().row()) {
        m_tests->setCurrentIndex(m_model->index(row, 0));
        m_userChoseTest = false;
    }
}

void RunPage::showFindings()
{
    const QStringList sentences = findingSentences(m_snapshot.session, *m_knowledge);
    for (int i = 0; i < sentences.size(); ++i) {
        if (i >= m_findings->count())
            m_findings->addItem(sentences[i]);
        else if (m_findings->item(i)->text() != sentences[i])
            m_findings->item(i)->setText(sentences[i]);
    }
    while (m_findings->count() > sentences.size())
        delete m_findings->takeItem(m_findings->count() - 1);
}

QString RunPage::figureTest() const
{
    const QModelIndex current = m_tests->currentIndex();
    if (current.isValid())
        return current.data(TestTableModel::TestIdRole).toString();
    return m_snapshot.runningTest;
}

void RunPage::showFigure()
{
    if (!m_knowledge || !isVisible())
        return;
    const QString test = figureTest();
    figures::Figure figure = figures::figureOfTest(m_snapshot.session, *m_knowledge, test);
    if (m_shownFigure == test && figure == m_figure->figure())
        return;
    m_shownFigure = test;
    m_figure->setFigure(figure);
}

void RunPage::speakState()
{
    // Screen readers read the description of what has the focus; a sentence every 10 s informs without chatter.
    const qint64 now = m_sinceStart.elapsed();
    if (m_spokenAtMs >= 0 && now - m_spokenAtMs < SpeakEveryMs && m_snapshot.state == engine::RunState::Running)
        return;
    m_spokenAtMs = now;
    m_stop->setAccessibleDescription(
        tr("%1. %2", "what runs now, then the time left").arg(m_activity->text(), m_time->text()));
}

void RunPage::retranslate()
{
    m_skip->setText(tr("S&kip this test"));
    m_stop->setText(tr("&Stop and keep results"));
    // Both of its texts fit, so that the buttons beside it stay where they are.
    m_pause->setText(tr("Res&ume"));
    const int resume = m_pause->sizeHint().width();
    m_pause->setText(tr("&Pause"));
    m_pause->setMinimumWidth(qMax(resume, m_pause->sizeHint().width()));
    m_bar->setAccessibleName(tr("Test progress"));
    m_testsLabel->setText(tr("Tests:"));
    m_tests->setAccessibleName(tr("Tests"));
    m_findings->setAccessibleName(tr("Found so far"));
    m_findingsLabel->setText(tr("Found so far:"));
    m_figure->setAccessibleName(tr("Picture of the chosen test"));
    m_model->retranslate();
    if (m_knowledge)
        showProgress();
}

void RunPage::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void RunPage::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    // Beside each other where there is room, else below each other: the picture needs about 40 characters.
    const bool narrow = event->size().width() < 90 * fontMetrics().averageCharWidth();
    fitColumns(event->size().width());
    m_splitter->setOrientation(narrow ? Qt::Vertical : Qt::Horizontal);
    if (!m_userSplit)
        m_splitter->setSizes({1000, 850});
}

void RunPage::fitColumns(int width)
{
    // In a small window the findings below the table say what the last column would; nothing scrolls sideways.
    const bool roomForNotes = width > 130 * fontMetrics().averageCharWidth();
    m_tests->setColumnHidden(TestTableModel::Note, !roomForNotes);
    m_tests->setWordWrap(!roomForNotes);
    m_tests->verticalHeader()->setSectionResizeMode(roomForNotes ? QHeaderView::Fixed : QHeaderView::ResizeToContents);
    m_tests->horizontalHeader()->setSectionResizeMode(
        TestTableModel::Title, roomForNotes ? QHeaderView::ResizeToContents : QHeaderView::Stretch);
}

void RunPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    m_figureTimer.start();
}

} // namespace doctor::ui

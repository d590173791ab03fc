// SPDX-License-Identifier: GPL-3.0-or-later
// Nothing is ever changed by us: every fix is text for people. Cards below the first screen are built after it was
// painted.
#include "ui/results/fix_page.h"

#include "app/report/evidence_request.h"
#include "ui/results/fix_card.h"
#include "ui/widgets/copy_button.h"
#include "ui/widgets/part_by_part.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/words.h"

#include <QEvent>
#include <QFontDatabase>
#include <QHash>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>
#include <algorithm>
#include <array>

namespace doctor::ui
{

namespace
{

constexpr double WorthFixing = 0.10; ///< of the probability; the leading cause is always shown
constexpr size_t MostCauses = 3;
constexpr size_t CardsAtOnce = 3; ///< a screenful

/// A fix as the page shows it.
struct Remedy {
    QString heading; ///< of the place, with its first remedy only
    core::Fix fix;
    QString reason; ///< cause that it helps against, where there is more than one
};

std::vector<const core::RankedCause*> causesToFix(const core::Session& session)
{
    std::vector<const core::RankedCause*> causes;
    for (const core::RankedCause& cause : session.diagnosis.causes) {
        const bool leading = causes.empty();
        if (causes.size() < MostCauses && !cause.fixes.empty() && (leading || cause.probability >= WorthFixing))
            causes.push_back(&cause);
    }
    return causes;
}

/// Gives the heading if it begins a place, else null.
QWidget* addRemedy(QWidget* page, QVBoxLayout* layout, const Remedy& remedy)
{
    TextLabel* title = nullptr;
    if (!remedy.heading.isEmpty()) {
        if (layout->count() > 0)
            layout->addSpacing(10);
        title = new TextLabel(TextLabel::Role::Section, page);
        title->setText(remedy.heading);
        layout->addWidget(title);
    }
    layout->addWidget(new FixCard(remedy.fix, remedy.reason, page));
    return title;
}

void addNothing(QWidget* page, QVBoxLayout* layout)
{
    auto* nothing = new TextLabel(TextLabel::Role::Body, page);
    nothing->setText(FixPage::tr("There is no setting that we could name for this. Ask the other side with the message "
                                 "below: it holds the times and addresses that they need."));
    layout->addWidget(nothing);
}

} // namespace

QStringList testsToRepeat(const core::Session& session)
{
    QStringList tests;
    const QString prefix = QStringLiteral("test:");
    if (!session.diagnosis.causes.empty()) {
        for (const core::Evidence& evidence : session.diagnosis.causes.front().evidenceFor) {
            const QString id = evidence.source.mid(prefix.size());
            if (evidence.source.startsWith(prefix) && !tests.contains(id))
                tests.append(id);
        }
    }
    if (!tests.isEmpty())
        return tests;
    for (const core::TestRecord& test : session.tests) {
        if (test.state == core::TestState::Done)
            tests.append(test.id);
    }
    return tests;
}

struct FixPage::Impl {
    core::Session session;
    std::shared_ptr<const knowledge::Knowledge> knowledge;
    TextLabel* lead = nullptr;
    QScrollArea* area = nullptr;
    QWidget* places = nullptr; ///< one button for each place that has remedies, where there are several
    QHBoxLayout* placesRow = nullptr;
    QHash<QString, QWidget*> headings; ///< by the place's name
    QPushButton* check = nullptr;
    QPushButton* ask = nullptr;
    QWidget* message = nullptr;
    TextLabel* messageTitle = nullptr;
    QPlainTextEdit* messageText = nullptr;
    CopyButton* messageCopy = nullptr;
    PartByPart* parts = nullptr;

    void makeMessage(FixPage* page);
    void update();
    void showFixes();
    void showPlaces(const std::vector<Remedy>& all);
    [[nodiscard]] std::vector<Remedy> remedies() const;
};

FixPage::FixPage(QWidget* parent) : QWidget(parent), m_impl(std::make_unique<Impl>())
{
    Impl& d = *m_impl;
    d.parts = new PartByPart(this);
    d.lead = new TextLabel(TextLabel::Role::Title, this);
    d.area = new QScrollArea(this);
    d.area->setWidgetResizable(true);
    d.area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    d.makeMessage(this);
    d.check = new QPushButton(this);
    d.ask = new QPushButton(this);
    d.ask->setCheckable(true);
    for (QPushButton* button : {d.check, d.ask})
        button->setAutoDefault(false);

    auto* layout = new QVBoxLayout(this);
    d.places = new QWidget(this);
    d.placesRow = new QHBoxLayout(d.places);
    d.placesRow->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(d.lead);
    layout->addWidget(d.places);
    layout->addWidget(d.area, 3);
    layout->addWidget(d.message, 2);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(d.ask);
    buttons->addStretch(1);
    buttons->addWidget(d.check);
    layout->addLayout(buttons);

    connect(d.check, &QPushButton::clicked, this,
            [this] { Q_EMIT checkFixedRequested(testsToRepeat(m_impl->session)); });
    connect(d.ask, &QPushButton::toggled, this, [this](bool shown) {
        m_impl->parts->finish(); // the message is the last of them
        m_impl->message->setVisible(shown);
        if (shown)
            m_impl->messageText->setFocus(Qt::OtherFocusReason);
    });
    d.update();
}

FixPage::~FixPage()
{
    // Children may signal while they go (a focus lost, a selection changed), so they go before what they reach.
    qDeleteAll(findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly));
}

void FixPage::Impl::makeMessage(FixPage* page)
{
    message = new Card(Card::Kind::Plain, page);
    auto* layout = new QVBoxLayout(message);
    auto* top = new QHBoxLayout;
    messageTitle = new TextLabel(TextLabel::Role::Section, message);
    messageCopy = new CopyButton({}, {}, message);
    top->addWidget(messageTitle, 1);
    top->addWidget(messageCopy);
    messageText = new QPlainTextEdit(message);
    messageText->setReadOnly(true);
    messageText->setTabChangesFocus(true);
    messageText->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    messageText->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    layout->addLayout(top);
    layout->addWidget(messageText);
    message->hide();
}

void FixPage::setSession(const core::Session& session, std::shared_ptr<const knowledge::Knowledge> knowledge)
{
    m_impl->session = session;
    m_impl->knowledge = std::move(knowledge);
    m_impl->update();
}

void FixPage::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        m_impl->update();
}

void FixPage::Impl::update()
{
    check->setText(tr("Check whether it is fixed"));
    check->setAccessibleDescription(tr("Runs the tests again that showed the fault, and compares before and after."));
    check->setToolTip(check->accessibleDescription());
    ask->setText(tr("Ask the other side"));
    ask->setAccessibleDescription(tr("Shows a message that you can send to whoever runs the other side."));
    messageTitle->setText(tr("Message to whoever runs the other side"));
    messageText->setAccessibleName(messageTitle->text());
    area->setAccessibleName(tr("What you can do"));
    const bool usable = knowledge && !session.tests.empty();
    check->setEnabled(usable);
    ask->setEnabled(usable);
    if (!usable) {
        lead->setText(tr("What you can do will be here once a test has run."));
        return;
    }
    const auto& causes = session.diagnosis.causes;
    lead->setText(causes.empty()
                      ? QString()
                      : tr("%1: %2", "%1 title of the leading cause, %2 its likelihood")
                            .arg(causes.front().title, words::likelihood(causes.front().probability, *knowledge)));
    showFixes();
}

void FixPage::Impl::showFixes()
{
    auto* page = new QWidget;
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 4, 4, 8);
    layout->setSpacing(8);
    const auto all = remedies();
    headings.clear();
    showPlaces(all);
    std::vector<PartByPart::Part> built;
    for (size_t from = 0; from < all.size(); from += CardsAtOnce) {
        const auto first = all.begin() + static_cast<std::ptrdiff_t>(from);
        const auto last = all.begin() + static_cast<std::ptrdiff_t>(std::min(from + CardsAtOnce, all.size()));
        built.emplace_back([this, page, layout, some = std::vector<Remedy>(first, last)] {
            for (const Remedy& remedy : some) {
                if (QWidget* heading = addRemedy(page, layout, remedy))
                    headings.insert(remedy.heading, heading);
            }
        });
    }
    if (all.empty())
        built.emplace_back([page, layout] { addNothing(page, layout); });
    built.emplace_back([this, layout] {
        layout->addStretch(1);
        messageText->setPlainText(report::evidenceRequest(session, *knowledge));
        messageCopy->setContent(messageTitle->text(), messageText->toPlainText());
    });
    area->setWidget(page);
    area->verticalScrollBar()->setValue(0);
    parts->start(std::move(built));
}

/// The first place alone may fill several screens: each can be gone to at once.
void FixPage::Impl::showPlaces(const std::vector<Remedy>& all)
{
    while (QLayoutItem* item = placesRow->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    QStringList names;
    for (const Remedy& remedy : all) {
        if (!remedy.heading.isEmpty())
            names.append(remedy.heading);
    }
    places->setVisible(names.size() > 1);
    for (const QString& name : names) {
        const auto begins = [&name](const Remedy& remedy) { return remedy.heading == name; };
        const auto first = std::find_if(all.begin(), all.end(), begins);
        const auto next =
            std::find_if(first + 1, all.end(), [](const Remedy& remedy) { return !remedy.heading.isEmpty(); });
        auto* button = new QPushButton(tr("%1 (%2)", "%1 a place such as: On the server, %2 number of remedies")
                                           .arg(name, QLocale().toString(static_cast<int>(next - first))),
                                       places);
        button->setObjectName(QStringLiteral("place"));
        button->setAutoDefault(false);
        button->setAccessibleDescription(tr("Goes to the remedies of this place"));
        placesRow->addWidget(button);
        QObject::connect(button, &QPushButton::clicked, area, [this, name] {
            parts->finish();
            area->widget()->adjustSize(); // what was built just now has no place yet
            if (QWidget* heading = headings.value(name))
                area->verticalScrollBar()->setValue(heading->y());
        });
    }
    placesRow->addStretch(1);
}

std::vector<Remedy> FixPage::Impl::remedies() const
{
    const auto causes = causesToFix(session);
    const std::array<std::pair<QString, QString>, 3> allPlaces{
        std::pair{QStringLiteral("this-computer"), tr("On this computer")},
        std::pair{QStringLiteral("server"), tr("On the server")},
        std::pair{QStringLiteral("network"), tr("On the network in between")}};
    std::vector<Remedy> found;
    QList<QStringList> shown;
    for (const auto& [place, title] : allPlaces) {
        QString heading = title;
        for (const core::RankedCause* cause : causes) {
            for (const core::Fix& fix : cause->fixes) {
                // Two causes may share a remedy: it is shown once, with the likelier cause's numbers.
                const QStringList remedy{fix.place, fix.platform, fix.title};
                if (fix.place != place || shown.contains(remedy))
                    continue;
                shown.append(remedy);
                found.push_back({std::exchange(heading, {}), fix, causes.size() > 1 ? cause->title : QString()});
            }
        }
    }
    return found;
}

} // namespace doctor::ui

// SPDX-License-Identifier: GPL-3.0-or-later
// "Nothing found" and "cannot be told from here" are verdicts of their own, never a green tick.
#include "ui/results/verdict_header.h"

#include "app/core/model/names.h"
#include "app/engine/practice_target.h"
#include "ui/widgets/fact_tile.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/words.h"

#include <QVBoxLayout>

namespace doctor::ui
{

namespace
{

/// The true cause of a practice fault; empty when this version does not know the fault.
QString causeOf(const QString& faultId)
{
    for (const engine::PracticeFault& fault : engine::practiceFaults()) {
        if (fault.id == faultId)
            return fault.cause;
    }
    return {};
}

} // namespace

VerdictHeader::VerdictHeader(QWidget* parent)
    : QWidget(parent), m_headline(new TextLabel(TextLabel::Role::Headline, this)),
      m_sentence(new TextLabel(TextLabel::Role::Body, this))
{
    m_headline->setObjectName(QStringLiteral("headline"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_headline);
    layout->addWidget(m_sentence);
    auto* tiles = new QWidget(this);
    m_tiles = new FlowLayout(tiles);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    tiles->setSizePolicy(policy);
    layout->addWidget(tiles);
}

void VerdictHeader::show(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    const core::Verdict& verdict = session.diagnosis.verdict;
    const QString top = session.diagnosis.causes.empty() ? QString() : session.diagnosis.causes.front().id;
    QString special;
    if (top.isEmpty())
        special = tr("Nothing was measured yet");
    else if (top == QStringLiteral("no-fault-found"))
        special = tr("We could not make it fail");
    else if (top == QStringLiteral("something-else"))
        special = tr("This cannot be told from here");
    m_headline->setText(special.isEmpty() ? verdict.summary : special);
    m_sentence->setText(special.isEmpty() ? QString() : verdict.summary);
    m_sentence->setVisible(!m_sentence->text().isEmpty());

    while (QLayoutItem* item = m_tiles->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const auto tile = [this](const QString& caption, const QString& value) {
        m_tiles->addWidget(new FactTile(caption, value, this));
    };
    if (session.practice)
        tile(tr("Practice run"), words::capitalised(knowledge.text(QStringLiteral("fault.") + session.practiceFault)));
    if (top.isEmpty())
        return;
    if (const QString expected = session.practice ? causeOf(session.practiceFault) : QString(); !expected.isEmpty()) {
        const knowledge::CausePage* page = knowledge.page(expected);
        const QString title = page ? page->title : expected;
        tile(tr("Expected"), expected == top ? tr("%1: found", "%1 title of a cause").arg(title)
                                             : tr("%1: not found", "%1 title of a cause").arg(title));
    }
    if (verdict.closedBy != core::ClosedBy::Nobody || special.isEmpty())
        tile(tr("Closed by"),
             words::capitalised(knowledge.text(QStringLiteral("closed-by.") + core::toWord(verdict.closedBy))));
    if (verdict.how)
        tile(tr("How"), words::capitalised(knowledge.text(QStringLiteral("ending.") + core::toWord(*verdict.how))));
    if (verdict.phase)
        tile(tr("When"), words::capitalised(knowledge.text(QStringLiteral("phase.") + core::toWord(*verdict.phase))));
    // Mostly the sentence above says it already; its spaces may be of another kind.
    if (!verdict.summary.simplified().contains(words::percent(verdict.probability).simplified()))
        tile(tr("How sure"), words::capitalised(words::likelihood(verdict.probability, knowledge)));
}

} // namespace doctor::ui

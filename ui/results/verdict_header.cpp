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

/// What the server played, and whether the diagnosis has found it.
QString playedText(const QString& fault, const QString& top, const knowledge::Knowledge& knowledge)
{
    const QString played = words::capitalised(knowledge.text(QStringLiteral("fault.") + fault));
    const QString expected = causeOf(fault);
    if (top.isEmpty() || expected.isEmpty())
        return played;
    if (top == expected)
        return VerdictHeader::tr("%1: found", "%1 what the practice server plays").arg(played);
    const knowledge::CausePage* page = knowledge.page(expected);
    return VerdictHeader::tr("%1: not found, expected was “%2”", "%1 what the practice server plays, %2 a cause")
        .arg(played, page ? page->title : expected);
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
    m_boxes = new QWidget(this);
    m_tiles = new FlowLayout(m_boxes);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    m_boxes->setSizePolicy(policy);
    m_line = new TextLabel(TextLabel::Role::Quiet, this);
    m_line->hide();
    layout->addWidget(m_boxes);
    layout->addWidget(m_line);
}

void VerdictHeader::setCompact(bool compact)
{
    m_compact = compact;
    m_headline->setRole(compact ? TextLabel::Role::Title : TextLabel::Role::Headline);
    m_boxes->setVisible(!compact);
    m_line->setVisible(compact && !m_line->text().isEmpty());
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
    m_line->clear();
    const auto tile = [this](const QString& caption, const QString& value) {
        m_tiles->addWidget(new FactTile(caption, value, m_boxes));
        const QString fact = tr("%1: %2", "caption such as: Closed by, then its value").arg(caption, value);
        m_line->setText(m_line->text().isEmpty() ? fact : m_line->text() + QStringLiteral(" · ") + fact);
    };
    if (session.practice)
        tile(tr("Practice run"), playedText(session.practiceFault, top, knowledge));
    if (top.isEmpty()) {
        setCompact(m_compact);
        return;
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
    setCompact(m_compact);
}

} // namespace doctor::ui

// SPDX-License-Identifier: GPL-3.0-or-later
// Steps are numbered, the snippet stands in a fixed font with its own Copy button.
#include "ui/results/fix_card.h"

#include "ui/widgets/copy_button.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/words.h"

#include <QFontDatabase>
#include <QGridLayout>
#include <QLocale>
#include <QVBoxLayout>

namespace doctor::ui
{

FixCard::FixCard(const core::Fix& fix, const QString& reason, QWidget* parent) : Card(Kind::Plain, parent)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(14, 10, 14, 12);
    layout->setSpacing(5);
    auto* title = new TextLabel(TextLabel::Role::Section, this);
    title->setText(fix.platform.isEmpty() ? fix.title
                                          : tr("%1 (%2)", "%1 title of a fix, %2 product or system")
                                                .arg(fix.title, words::platformName(fix.platform)));
    layout->addWidget(title);
    if (!reason.isEmpty()) {
        auto* against = new TextLabel(TextLabel::Role::Quiet, this);
        against->setText(tr("Helps if the cause is: %1", "%1 title of a cause").arg(reason));
        layout->addWidget(against);
    }
    auto* steps = new QGridLayout;
    steps->setColumnStretch(1, 1);
    steps->setVerticalSpacing(3);
    for (qsizetype i = 0; i < fix.steps.size(); ++i) {
        auto* number = new TextLabel(TextLabel::Role::Quiet, this);
        number->setWordWrap(false);
        number->setText(tr("%1.", "number of a step").arg(QLocale().toString(i + 1)));
        number->setAlignment(Qt::AlignTop | Qt::AlignRight);
        auto* text = new TextLabel(TextLabel::Role::Body, this);
        text->setText(QString(fix.steps.at(i)).remove(u'`'));
        steps->addWidget(number, static_cast<int>(i), 0);
        steps->addWidget(text, static_cast<int>(i), 1);
    }
    layout->addLayout(steps);
    if (!fix.snippet.isEmpty()) {
        auto* row = new QHBoxLayout;
        auto* box = new Card(Kind::Inset, this);
        auto* inside = new QVBoxLayout(box);
        inside->setContentsMargins(10, 6, 10, 6);
        auto* snippet = new QLabel(fix.snippet, box);
        snippet->setTextFormat(Qt::PlainText);
        snippet->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
        snippet->setWordWrap(true);
        snippet->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        snippet->setAccessibleName(tr("Setting: %1", "%1 title of a fix").arg(fix.title));
        inside->addWidget(snippet);
        row->addWidget(box, 1);
        row->addWidget(new CopyButton(title->text(), fix.snippet, this), 0, Qt::AlignTop);
        layout->addLayout(row);
    }
    if (!fix.risk.isEmpty()) {
        auto* risk = new TextLabel(TextLabel::Role::Quiet, this);
        risk->setText(tr("Risk: %1", "%1 is a sentence about what may go wrong").arg(fix.risk));
        layout->addWidget(risk);
    }
}

} // namespace doctor::ui

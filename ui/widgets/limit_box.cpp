// SPDX-License-Identifier: GPL-3.0-or-later
// What a plain box would refuse at the key is taken as unfinished and mended at the end.
#include "ui/widgets/limit_box.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <algorithm>

namespace doctor::ui
{

LimitBox::LimitBox(QWidget* parent, int decimals) : QDoubleSpinBox(parent)
{
    setDecimals(decimals);
    setSingleStep(decimals == 0 ? 1 : 0.1);
    setKeyboardTracking(false);
    setGroupSeparatorShown(false);
    connect(lineEdit(), &QLineEdit::textEdited, this, &LimitBox::touched);
}

double LimitBox::number(const QString& text, bool* understood) const
{
    QString plain = text;
    if (!suffix().isEmpty() && plain.endsWith(suffix()))
        plain.chop(suffix().size());
    return locale().toDouble(plain.trimmed(), understood);
}

QValidator::State LimitBox::validate(QString& text, int& position) const
{
    const QValidator::State state = QDoubleSpinBox::validate(text, position);
    bool understood = false;
    (void)number(text, &understood);
    return state == QValidator::Invalid && understood ? QValidator::Intermediate : state;
}

void LimitBox::fixup(QString& text) const
{
    bool understood = false;
    const double typed = number(text, &understood);
    if (!understood || (typed >= minimum() && typed <= maximum()))
        return QDoubleSpinBox::fixup(text);
    text = textFromValue(std::clamp(typed, minimum(), maximum())) + suffix();
    m_mended = true;
    Q_EMIT outsideTyped(typed);
}

void LimitBox::stepBy(int steps)
{
    Q_EMIT touched();
    QDoubleSpinBox::stepBy(steps);
}

void LimitBox::keyPressEvent(QKeyEvent* event)
{
    m_mended = false;
    QDoubleSpinBox::keyPressEvent(event);
    if (m_mended)
        event->accept();
}

} // namespace doctor::ui

// SPDX-License-Identifier: GPL-3.0-or-later
// Two numbers that hold each other in order, and the way back to everything.
#include "ui/results/time_filter.h"

#include <QDoubleSpinBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <algorithm>
#include <cmath>
#include <limits>

namespace doctor::ui
{

namespace
{

qint64 firstStart(const core::Session& session)
{
    qint64 first = std::numeric_limits<qint64>::max();
    for (const core::TestRecord& test : session.tests) {
        for (const core::Attempt& attempt : test.attempts)
            first = std::min(first, attempt.startedAt.wallMs);
    }
    return first;
}

} // namespace

double lengthOf(const core::Session& session)
{
    const qint64 first = firstStart(session);
    qint64 length = 0;
    for (const core::TestRecord& test : session.tests) {
        for (const core::Attempt& attempt : test.attempts)
            length = std::max(length, attempt.startedAt.wallMs - first);
    }
    return static_cast<double>(length) / 1000;
}

core::Session within(const core::Session& session, const Span& span)
{
    core::Session part = session;
    const qint64 first = firstStart(session);
    for (core::TestRecord& test : part.tests) {
        std::erase_if(test.attempts, [&](const core::Attempt& attempt) {
            const double at = static_cast<double>(attempt.startedAt.wallMs - first) / 1000;
            return at < span.from || at > span.to;
        });
    }
    return part;
}

TimeFilter::TimeFilter(QWidget* parent)
    : QWidget(parent), m_fromLabel(new QLabel(this)), m_from(new QDoubleSpinBox(this)), m_toLabel(new QLabel(this)),
      m_to(new QDoubleSpinBox(this)), m_whole(new QPushButton(this))
{
    m_fromLabel->setBuddy(m_from);
    m_toLabel->setBuddy(m_to);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 2);
    for (QWidget* part :
         {static_cast<QWidget*>(m_fromLabel), static_cast<QWidget*>(m_from), static_cast<QWidget*>(m_toLabel),
          static_cast<QWidget*>(m_to), static_cast<QWidget*>(m_whole)})
        row->addWidget(part);
    for (QDoubleSpinBox* box : {m_from, m_to}) {
        box->setDecimals(1);
        box->setKeyboardTracking(false);
        connect(box, &QDoubleSpinBox::valueChanged, this, &TimeFilter::choose);
    }
    m_whole->setAutoDefault(false);
    connect(m_whole, &QPushButton::clicked, this, [this] {
        showAll();
        m_from->setFocus(Qt::OtherFocusReason); // the button goes
        Q_EMIT changed();
    });
    retranslate();
    showAll();
}

void TimeFilter::setSession(const core::Session& session)
{
    m_length = std::ceil(lengthOf(session) * 10) / 10;
    const QSignalBlocker quietFrom(m_from);
    const QSignalBlocker quietTo(m_to);
    m_from->setMaximum(m_length);
    m_to->setMaximum(m_length);
    m_from->setSingleStep(std::max(0.1, std::round(m_length / 20)));
    m_to->setSingleStep(m_from->singleStep());
    if (m_all)
        showAll();
}

void TimeFilter::showAll()
{
    const QSignalBlocker quietFrom(m_from);
    const QSignalBlocker quietTo(m_to);
    m_all = true;
    m_from->setRange(0, m_length);
    m_to->setRange(0, m_length);
    m_from->setValue(0);
    m_to->setValue(m_length);
    m_whole->setEnabled(false);
}

core::Session TimeFilter::filtered(const core::Session& session) const
{
    return m_all ? session : within(session, {m_from->value(), m_to->value()});
}

void TimeFilter::choose()
{
    m_from->setMaximum(m_to->value());
    m_to->setMinimum(m_from->value());
    m_all = m_from->value() <= 0 && m_to->value() >= m_length;
    m_whole->setEnabled(!m_all);
    Q_EMIT changed();
}

void TimeFilter::retranslate()
{
    setToolTip(tr("Charts and tests show what began in this span. The causes are judged from the whole run."));
    m_fromLabel->setText(tr("Seconds:"));
    m_from->setAccessibleName(tr("From second"));
    m_from->setAccessibleDescription(toolTip());
    m_toLabel->setText(tr("to", "from one number of seconds to another"));
    m_to->setAccessibleName(tr("To second"));
    m_to->setAccessibleDescription(toolTip());
    m_whole->setText(tr("Whole run"));
}

void TimeFilter::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace doctor::ui

// SPDX-License-Identifier: GPL-3.0-or-later
// One span of time for all views of a session: charts and lists show what began in it.
#pragma once

#include "app/core/model/session.h"

#include <QWidget>

class QDoubleSpinBox;
class QLabel;
class QPushButton;

namespace doctor::ui
{

/// Seconds since the first attempt.
struct Span {
    double from = 0;
    double to = 0;
};

/// Seconds from the first attempt to the start of the last; 0 without attempts.
[[nodiscard]] double lengthOf(const core::Session& session);
/// The session with those attempts only that began in the span. Its causes stay those of the whole run.
[[nodiscard]] core::Session within(const core::Session& session, const Span& span);

class TimeFilter final : public QWidget
{
    Q_OBJECT
public:
    explicit TimeFilter(QWidget* parent = nullptr);
    /// A span chosen before stays; without one, everything is shown.
    void setSession(const core::Session& session);
    void showAll();
    [[nodiscard]] bool showsAll() const { return m_all; }
    /// What is left of the session.
    [[nodiscard]] core::Session filtered(const core::Session& session) const;
    /// Whether there is anything to choose from.
    [[nodiscard]] bool isUseful() const { return m_length >= 1; }

Q_SIGNALS:
    void changed();

protected:
    void changeEvent(QEvent* event) override;

private:
    void choose();
    void retranslate();

    double m_length = 0;
    bool m_all = true;
    QLabel* m_fromLabel;
    QDoubleSpinBox* m_from;
    QLabel* m_toLabel;
    QDoubleSpinBox* m_to;
    QPushButton* m_whole;
};

} // namespace doctor::ui

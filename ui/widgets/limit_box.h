// SPDX-License-Identifier: GPL-3.0-or-later
// A number between two limits that can be typed outside them, so that it can be said what is wrong.
#pragma once

#include <QDoubleSpinBox>

namespace doctor::ui
{

/// The value changes once typing is over: with Enter, on leaving the field, or by an arrow. A number outside the range
/// becomes the nearest limit.
class LimitBox final : public QDoubleSpinBox
{
    Q_OBJECT
public:
    explicit LimitBox(QWidget* parent = nullptr, int decimals = 0);

    [[nodiscard]] QValidator::State validate(QString& text, int& position) const override;
    void fixup(QString& text) const override;

    void stepBy(int steps) override;

Q_SIGNALS:
    void touched(); ///< by the user, whatever becomes of it
    /// This number was typed; the nearest limit is used in its place.
    void outsideTyped(double typed) const;

protected:
    /// Enter goes on to whatever it means around this field only where nothing had to be mended.
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] double number(const QString& text, bool* understood) const;
    mutable bool m_mended = false;
};

} // namespace doctor::ui

// SPDX-License-Identifier: GPL-3.0-or-later
// The line below a field that says what was understood or what is missing; the field itself speaks it too.
#pragma once

#include <QPointer>
#include <QWidget>

class QLabel;

namespace doctor::ui
{

class FieldMessage final : public QWidget
{
    Q_OBJECT
public:
    /// `field` gets every message as its accessible description.
    explicit FieldMessage(QWidget* field, QWidget* parent = nullptr);

    /// Something has to change before we can go on.
    void showProblem(const QString& sentence);
    /// Something worth knowing that stops nobody.
    void showNote(const QString& sentence);
    void clear();
    [[nodiscard]] QString text() const;
    [[nodiscard]] bool isProblem() const { return m_problem; }

protected:
    void changeEvent(QEvent* event) override;

private:
    void say(const QString& sentence, bool problem);
    void recolour();

    QPointer<QWidget> m_field;
    QLabel* m_icon;
    QLabel* m_text;
    bool m_problem = false;
};

} // namespace doctor::ui

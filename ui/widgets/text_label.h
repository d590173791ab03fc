// SPDX-License-Identifier: GPL-3.0-or-later
// A label with a role instead of a size: it follows the application's font and palette by itself.
#pragma once

#include <QHash>
#include <QLabel>

namespace doctor::ui
{

/// Plain text, wrapped, selectable by mouse unless told otherwise. Text from the network can hold no markup here.
class TextLabel final : public QLabel
{
    Q_OBJECT
public:
    enum class Role { Headline, Title, Section, Body, Quiet };
    /// Selectable text is laid out as a document, several times as dear: the first page does without.
    enum class Selectable { Yes, No };
    explicit TextLabel(Role role, QWidget* parent = nullptr, Selectable selectable = Selectable::Yes);

    void setRole(Role role);
    [[nodiscard]] int heightForWidth(int width) const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void changeEvent(QEvent* event) override;

private:
    /// Layouts ask for the same heights over and over.
    struct Heights {
        QString text;
        QFont font;
        QHash<int, int> byWidth;
    };
    void updateLook();
    Role m_role;
    mutable Heights m_heights;
};

} // namespace doctor::ui

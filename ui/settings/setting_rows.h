// SPDX-License-Identifier: GPL-3.0-or-later
// A page of settings: each is a row with its name, its field, and a Reset while it is not as delivered.
#pragma once

#include <QWidget>
#include <functional>
#include <vector>

class QGridLayout;
class QLabel;
class QPushButton;

namespace doctor::ui
{

class SettingRows : public QWidget
{
    Q_OBJECT
public:
    explicit SettingRows(QWidget* parent = nullptr);
    /// Shows what the settings say now.
    virtual void showValues() = 0;

protected:
    void changeEvent(QEvent* event) override;

    void add(QWidget* field, std::function<bool()> isDefault, std::function<void()> restore);
    /// Below the rows so far, over the whole width.
    void addWide(QWidget* widget);
    void addWide(QLayout* layout);
    /// In the order of add(); each with its access key and colon.
    void setNames(const QStringList& names);
    void showResets();
    virtual void retranslate() = 0;

private:
    struct Row {
        QLabel* label;
        QPushButton* reset;
        std::function<bool()> isDefault;
    };
    std::vector<Row> m_rows;
    QGridLayout* m_grid;
    int m_nextRow = 0;
};

} // namespace doctor::ui

// SPDX-License-Identifier: GPL-3.0-or-later
// What was recorded elsewhere: a list of files with what each is, what was found in it, and what can be done with it.
#pragma once

#include "ui/import/file_look.h"
#include "ui/widgets/background.h"

#include <QTimer>
#include <QWidget>
#include <memory>
#include <vector>

class QLabel;
class QPushButton;
class QStackedWidget;
class QTableWidget;

namespace doctor::ui
{

class AppContext;

class ImportPage final : public QWidget
{
    Q_OBJECT
public:
    explicit ImportPage(AppContext& context, QWidget* parent = nullptr);
    ~ImportPage() override;
    /// Looks at the files one after another beside the window's thread; saved diagnoses go into the history.
    void addFiles(const QStringList& files);
    [[nodiscard]] QWidget* firstField() const;

Q_SIGNALS:
    void filesWanted(); ///< the user wants to choose some
    void openRequested(qint64 historyId);
    /// A new diagnosis that starts from this error text; may be empty.
    void diagnosisRequested(const QString& errorText);

protected:
    void changeEvent(QEvent* event) override;

private:
    struct Entry {
        QString path;
        FileLook look;
        bool done = false;
        bool stopped = false;
        qint64 historyId = -1; ///< of a saved diagnosis that is in the history now
        QString service;       ///< of that diagnosis
        QString cause;         ///< its leading cause with its likelihood
        bool wasThere = false; ///< it was in the history before
        QString problem;       ///< of a saved diagnosis that could not be read, a whole sentence
    };

    void build();
    void retranslate();
    void take(std::size_t index, const FileLook& look);
    void takeSession(std::size_t index);
    void showRow(std::size_t index);
    void showState();
    void showProgress();
    void act();
    [[nodiscard]] const Entry* current() const;
    [[nodiscard]] QString kindText(const FileLook& look) const;
    [[nodiscard]] QString foundText(const Entry& entry) const;
    [[nodiscard]] QString adviceText(const Entry& entry) const;
    [[nodiscard]] QString errorText(const Entry& entry) const; ///< to start a diagnosis from; may be empty
    [[nodiscard]] QString meaningText(const QString& meaning) const;

    AppContext& m_context;
    std::vector<Entry> m_entries;
    std::shared_ptr<LookProgress> m_progress;
    QTimer m_tick;
    QLabel* m_title = nullptr;
    QLabel* m_reason = nullptr;
    QStackedWidget* m_stack = nullptr;
    QTableWidget* m_table = nullptr;
    QLabel* m_advice = nullptr;
    QLabel* m_empty = nullptr;
    QPushButton* m_emptyChoose = nullptr;
    QPushButton* m_stop = nullptr;
    QPushButton* m_choose = nullptr;
    QPushButton* m_act = nullptr;
    Background m_background; ///< last member: ends before what its jobs use
};

} // namespace doctor::ui

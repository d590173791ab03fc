// SPDX-License-Identifier: GPL-3.0-or-later
// Table of earlier diagnoses, newest first.
#pragma once

#include "app/knowledge/knowledge.h"
#include "app/store/store.h"

#include <QAbstractTableModel>
#include <memory>
#include <set>
#include <vector>

namespace doctor::ui
{

class HistoryTableModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Date, Target, Cause, Likelihood, State, Note, ColumnCount };
    enum Role { EntryIdRole = Qt::UserRole + 1 };

    using QAbstractTableModel::QAbstractTableModel;
    void setEntries(std::vector<store::HistoryEntry> entries, std::shared_ptr<const knowledge::Knowledge> knowledge);
    /// Shows the entries whose service, name, cause as shown, or note holds the text.
    void setFilter(const QString& text);
    /// Takes entries out of the view until they are removed or come back.
    void setHidden(const std::set<qint64>& ids);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role = Qt::EditRole) override;

Q_SIGNALS:
    void nameEdited(qint64 id, const QString& name);
    void noteEdited(qint64 id, const QString& note);

private:
    [[nodiscard]] QString display(const store::HistoryEntry& entry, int column) const;

    void chooseRows();
    [[nodiscard]] QString causeTitle(const QString& id) const;
    [[nodiscard]] const store::HistoryEntry& entryAt(int row) const;

    std::vector<store::HistoryEntry> m_entries;
    std::vector<std::size_t> m_rows; ///< entries shown, in order
    QString m_filter;
    std::set<qint64> m_hidden;
    std::shared_ptr<const knowledge::Knowledge> m_knowledge;
};

} // namespace doctor::ui

// SPDX-License-Identifier: GPL-3.0-or-later
// One figure with its question, its answer, the drawing, and a table twin that holds the same.
#pragma once

#include "app/figures/figure.h"

#include <QWidget>
#include <functional>
#include <memory>

namespace doctor::ui
{

/// Inside it stand "figureAnswer", "figureChart" (role Chart, keyboard: arrows, Home, End, Enter), "figureTable" and
/// "figureLegend".
class FigureView : public QWidget
{
    Q_OBJECT
public:
    /// Asks for a file name: parent, suggested name, filter. Empty means that the user cancelled.
    using FileChooser = std::function<QString(QWidget*, const QString&, const QString&)>;

    explicit FigureView(QWidget* parent = nullptr);
    ~FigureView() override;
    void setFigure(const figures::Figure& figure);
    [[nodiscard]] const figures::Figure& figure() const;
    [[nodiscard]] bool showsTable() const;
    void setShowsTable(bool table);
    /// Whether a line says how to read a mark while none is pointed at; many pictures on a page need it once at most.
    void setHintShown(bool shown);
    /// Replaces the file dialog, for tests.
    void setFileChooser(FileChooser chooser);

Q_SIGNALS:
    /// The user chose a mark that stands for an attempt.
    void pointActivated(const QString& test, int attempt);

protected:
    void changeEvent(QEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace doctor::ui

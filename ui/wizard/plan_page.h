// SPDX-License-Identifier: GPL-3.0-or-later
// Step 4, the commit page: what would be sent to whom, how long it takes, and the user's word that it may be.
#pragma once

#include "app/store/store.h"
#include "ui/wizard/input_page.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QTableView;

namespace doctor::ui
{

class FieldMessage;
class LimitBox;
class PlanTableModel;

class PlanPage final : public InputPage
{
    Q_OBJECT
public:
    /// How much the tests may take. The numbers are ux.md's presets.
    enum class Thoroughness { Quick, Standard, LongIdle, Custom };

    explicit PlanPage(QWidget* parent = nullptr);
    void setKnowledge(KnowledgePtr knowledge) override;
    void setRequest(const engine::RunRequest& request) override;
    void enter(const engine::RunRequest& request) override;
    [[nodiscard]] bool submit(engine::RunRequest& request) override;
    [[nodiscard]] QWidget* firstField() const override;
    /// The three things to know are shown until they have been seen once.
    void setThingsToKnowVisible(bool visible);
    /// What no plan exceeds; the plan in view follows.
    void setLimits(const store::Settings::Limits& limits);
    /// The preset that the settings name.
    [[nodiscard]] static Thoroughness preset(store::Thoroughness choice);
    /// Puts in what the preset may take; Custom leaves it as it is. Nothing exceeds the limits afterwards.
    static void applyThoroughness(engine::RunRequest& request, Thoroughness choice,
                                  const store::Settings::Limits& limits);

protected:
    void changeEvent(QEvent* event) override;

private:
    void build();
    void buildLimits();
    void retranslate();
    void replan();
    void showLimits();
    void takeLimits();
    void apply();
    void tellOutside(LimitBox* box);
    [[nodiscard]] bool isHeldDown() const;
    void choose(Thoroughness choice);
    void fitTable();
    void showSummary();
    void showPermission();
    [[nodiscard]] Thoroughness thoroughness() const;

    KnowledgePtr m_knowledge;
    store::Settings::Limits m_most;
    engine::RunRequest m_request; ///< answers so far and what was ticked here
    QString m_permittedTarget;    ///< permission is not kept across targets

    QLabel* m_thoroughnessLabel;
    QComboBox* m_thoroughness;
    QWidget* m_limits; ///< fields of Custom
    QLabel* m_minutesLabel;
    LimitBox* m_minutes;
    QLabel* m_connectionsLabel;
    LimitBox* m_connections;
    QCheckBox* m_heavy;
    FieldMessage* m_limitsMessage;
    QLabel* m_heldDown; ///< the settings leave less than the preset would take
    QLabel* m_summary;
    QLabel* m_tableLabel;
    QTableView* m_table;
    PlanTableModel* m_model;
    FieldMessage* m_tableMessage;
    QWidget* m_things;
    QLabel* m_thingsTitle;
    QLabel* m_thingsText;
    QCheckBox* m_permission;
    FieldMessage* m_permissionMessage;
};

} // namespace doctor::ui
